import { setTimeout as sleep } from 'node:timers/promises';
import { drained } from '../drained';
import { System } from '../machine/system';
import { hearWitnesses, type Testimony } from '../witnesses';

export interface KillRunOptions {
  readonly folder: string;
  readonly port: number;
  readonly kills: number;
  readonly people: number;
  readonly peoplePerSecond: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface KillRunResult extends Testimony {
  readonly kills: number;
  /** Kills at which some accepted change had not ended. */
  readonly killsWithWorkInFlight: number;
  readonly conservation: number;
  readonly accepted: number;
}

/** Slow enough that there is always something on its way when the process dies. */
const samanageLatency = 400;

/**
 * Kills the process again and again while people are pushed, starts it again on the same data, and asks both ends what
 * became of it. The system is left running.
 */
export async function killRun(options: KillRunOptions): Promise<{ result: KillRunResult; system: System }> {
  const { folder, port, kills, people, peoplePerSecond, seed, say } = options;
  const system = new System(folder, port, 'in-one-process');
  await system.start();
  await system.samanage('/__switches', { latencyMs: samanageLatency, failAfterApply: 0.01, dropAfterApply: 0.01 });
  // Two requests a person: a query and a write.
  const push = system.push({ people, changes: 0, requestsPerSecond: 2 * peoplePerSecond, seed });
  let pushing = true;
  void push.ended.then(() => (pushing = false));
  let killed = 0;
  let withWork = 0;
  while (killed < kills && pushing) {
    await sleep(500 + Math.random() * 2_000);
    const { accepted, ended } = await system.conservation().catch(() => ({ accepted: 0, ended: 0 }));
    await system.kill();
    killed += 1;
    if (accepted > ended) withWork += 1;
    say(`kill ${killed}: ${accepted - ended} changes in flight`);
    await system.start();
  }
  const code = await push.ended;
  if (code !== 0) throw new Error(`the push ended with ${code}`);
  say('the push is done; waiting for everything to end');
  const { conservation, accepted } = await drained(system);
  const testimony = await hearWitnesses(system);
  return { result: { ...testimony, kills: killed, killsWithWorkInFlight: withWork, conservation, accepted }, system };
}
