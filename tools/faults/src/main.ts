import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Fault } from './fault';
import { faultRun, isUnharmed } from './fault-run';
import { faults } from './faults';
import { killRun } from './faults/process-killed';
import { freePort } from './free-port';
import { plantLoss } from './machine/planted-loss';

interface Options {
  kills: string;
  people: string;
  rate: string;
  seed: string;
  port: string;
  seconds: string;
}

const say = (line: string): void => console.log(line);

/** Kills all-in-one again and again; 0 when both ends agree, 1 when not, 2 when the fault did not strike as it should. */
async function killOneProcess(options: Options): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-faults-'));
  const { result, system } = await killRun({
    folder,
    // The same after every kill: the client that pushes knows no other.
    port: await freePort(Number(options.port)),
    kills: Number(options.kills),
    people: Number(options.people),
    peoplePerSecond: Number(options.rate),
    seed: Number(options.seed),
    say,
  });
  say(JSON.stringify(result, null, 2));
  const planted = await plantLoss(system);
  say(`with one change planted as lost, conservation shows ${planted}`);
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
  if (result.kills < Number(options.kills) || result.killsWithWorkInFlight === 0 || planted !== 1) return 2;
  const agree = result.lost.length === 0 && result.duplicates.length === 0 && result.conservation === 0;
  return agree && result.accounts === result.people ? 0 : 1;
}

async function strike(fault: Fault, { seconds, people, rate, seed }: Options): Promise<number> {
  say(`${fault.name}: ${fault.what}`);
  const numbers = { seconds: Number(seconds), people: Number(people), requestsPerSecond: Number(rate) };
  const result = await faultRun(fault, { ...numbers, seed: Number(seed), say: (line) => say(`  ${line}`) });
  say(`  ${JSON.stringify(result)}`);
  if (result.struck === 0) return 2;
  return isUnharmed(fault, result) ? 0 : 1;
}

async function main(): Promise<number> {
  const program = new Command('npm run faults --')
    .description('Does harm to a system while people are pushed, and compares what both ends say of it afterwards.')
    .argument(
      '[faults...]',
      `process-killed (all-in-one), or of four services apart: ${faults.map(({ name }) => name).join(', ')}; or all`,
    )
    .option('--kills <number>', 'how often all-in-one is killed', '50')
    .option('--people <number>', 'how many are pushed', '2000')
    .option('--rate <number>', 'people a second; apart, requests a second', '20')
    .option('--seed <number>', 'of the people', '1')
    .option('--port <number>', 'of all-in-one, 0 for a free one', '0')
    .option('--seconds <number>', 'how long a fault strikes the four services', '60')
    .parse();
  const options = program.opts<Options>();
  const asked = program.args.length === 0 ? ['process-killed'] : program.args;
  if (asked.includes('process-killed')) return killOneProcess(options);
  const chosen = asked.includes('all') ? faults : faults.filter(({ name }) => asked.includes(name));
  const unknown = asked.filter((name) => name !== 'all' && !faults.some((fault) => fault.name === name));
  if (unknown.length > 0) program.error(`error: there is no fault ${unknown.join(', ')}`);
  let worst = 0;
  for (const fault of chosen) worst = Math.max(worst, await strike(fault, options));
  return worst;
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
