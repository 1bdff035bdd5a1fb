import 'reflect-metadata';
import { ConfigurationError } from '@waybill/runtime';
import { AllInOne } from './all-in-one';
import { parseOptions } from './options';

/** Ends with what was started also ended; a second signal does not make it quicker. */
async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
  const allInOne = new AllInOne(options, process.env, (line) => console.log(line));
  try {
    await allInOne.start();
    return await allInOne.run(stopping.signal);
  } finally {
    await allInOne.stop();
  }
}

void main()
  .catch((error: unknown) => {
    const known = error instanceof ConfigurationError;
    console.error(known ? error.message : error);
    return 1;
  })
  .then((code) => process.exit(code));
