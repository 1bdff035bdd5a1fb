import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { startBroker } from './broker';
import { fetchJars } from './jars';

interface Options {
  data: string;
  port: string;
  fetchOnly?: boolean;
}

const log = (line: string): void => console.error(`kafka: ${line}`);

async function main(): Promise<void> {
  const { data, port, fetchOnly } = new Command('kafka')
    .description('A Kafka broker on this machine, without Docker.')
    .option('--data <folder>', 'keep everything of the broker there', '.waybill/kafka')
    .option('--port <number>', 'port, 0 for the one of the last start, or a free one', '0')
    .option('--fetch-only', 'brings the broker from Maven Central and ends')
    .parse()
    .opts<Options>();
  if (fetchOnly) {
    await fetchJars(process.env, log);
    return;
  }
  const starting = startBroker({ folder: data, port: Number(port), log });
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopping = true;
      void starting.then((broker) => broker.stop()).then(() => process.exit(0), fail);
    });
  }
  const broker = await starting;
  console.log(JSON.stringify({ listening: true, brokers: broker.brokers, pid: broker.pid }));
  while (broker.isRunning()) await sleep(1_000);
  if (!stopping) throw new Error(`the broker has ended; see server.log in ${data}`);
}

function fail(error: unknown): void {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

main().catch(fail);
