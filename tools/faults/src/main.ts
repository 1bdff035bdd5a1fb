import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { killRun } from './kill-run';
import { plantLoss } from './planted-loss';

interface Options {
  kills: string;
  people: string;
  rate: string;
  seed: string;
  port: string;
}

/** The port that is asked for, or a free one for 0. */
function portToUse(asked: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(asked, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Exit code 0 when both ends agree, 1 when they do not, 2 when the fault did not strike as it should. */
async function main(): Promise<number> {
  const options = new Command('npm run faults --')
    .description('Kills all-in-one at random times while people are pushed, and compares both ends.')
    .option('--kills <number>', 'how often', '50')
    .option('--people <number>', 'how many are pushed', '2000')
    .option('--rate <number>', 'people a second', '20')
    .option('--seed <number>', 'of the people', '1')
    .option('--port <number>', 'of the system under test, 0 for a free one', '0')
    .parse()
    .opts<Options>();
  const folder = mkdtempSync(join(tmpdir(), 'waybill-faults-'));
  const { result, system } = await killRun({
    folder,
    // The same after every kill: the client that pushes knows no other.
    port: await portToUse(Number(options.port)),
    kills: Number(options.kills),
    people: Number(options.people),
    peoplePerSecond: Number(options.rate),
    seed: Number(options.seed),
    say: (line) => console.log(line),
  });
  console.log(JSON.stringify(result, null, 2));
  const planted = await plantLoss(system);
  console.log(`with one change planted as lost, conservation shows ${planted}`);
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
  if (result.kills < Number(options.kills) || result.killsWithWorkInFlight === 0 || planted !== 1) return 2;
  const agree = result.lost.length === 0 && result.duplicates.length === 0 && result.conservation === 0;
  return agree && result.accounts === result.people ? 0 : 1;
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
