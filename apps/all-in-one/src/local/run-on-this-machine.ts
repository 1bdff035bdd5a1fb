import { ConfigurationError } from '@waybill/runtime';
import { OneMachine } from './one-machine';
import { parseOptions } from './options';
import type { WayOfRunning } from './running-services';

/**
 * The main program of both ways: starts everything, stays or ends as it was told, and ends the process with what was
 * started also ended. A second signal does not make it quicker.
 */
export function runOnThisMachine(way: WayOfRunning): void {
  void run(way)
    .catch((error: unknown) => {
      console.error(error instanceof ConfigurationError ? error.message : error);
      return 1;
    })
    .then((code) => process.exit(code));
}

async function run(way: WayOfRunning): Promise<number> {
  const options = parseOptions(process.argv.slice(2), way);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  const machine = new OneMachine({ way, options, environment: process.env }, (line) => console.log(line));
  try {
    await machine.start();
    return await machine.run(stopping.signal);
  } finally {
    await machine.stop();
  }
}
