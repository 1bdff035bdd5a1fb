import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApartWorld } from './apart-world';
import { drained } from './drained';
import type { Fault } from './fault';
import type { System } from './machine/system';
import { hearWitnesses, type Testimony } from './witnesses';

export interface FaultRunOptions {
  readonly seconds: number;
  readonly people: number;
  readonly requestsPerSecond: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface FaultRunResult extends Testimony {
  readonly fault: string;
  /** How often it struck; a run without is invalid. */
  readonly struck: number;
  readonly accepted: number;
  readonly conservation: number;
  /** Seconds after the last change had ended until both ends agreed. */
  readonly agreedAfterSeconds: number;
}

const agreedWithin = 90_000;

/** Pushes people and changes while a fault strikes, and asks both ends what became of them. */
export async function faultRun(fault: Fault, options: FaultRunOptions): Promise<FaultRunResult> {
  const { seconds, people, requestsPerSecond, seed, say } = options;
  const folder = mkdtempSync(join(tmpdir(), 'waybill-faults-'));
  const world = new ApartWorld(folder);
  try {
    await world.start();
    const { system } = world;
    await system.samanage('/__switches', fault.samanage);
    // Changes go on for as long as the fault does, and a little longer.
    const changes = Math.ceil(requestsPerSecond * (seconds + 5));
    const push = system.push({ people, changes, requestsPerSecond, seed });
    await sleep(2_000);
    const struck = await fault.strike({ world, seconds, say });
    const code = await push.ended;
    if (code !== 0) throw new Error(`the push ended with ${code}`);
    say('the push is done; waiting for everything to end');
    const { accepted, conservation } = await drained(system);
    const { testimony, agreedAfterSeconds } = await agreement(system, fault);
    return { fault: fault.name, struck, accepted, conservation, agreedAfterSeconds, ...testimony };
  } finally {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What was on the wire may arrive late, and must then be repaired within a while. */
async function agreement(system: System, { repaired }: Fault) {
  const begun = Date.now();
  for (;;) {
    const testimony = await hearWitnesses(system);
    const agreedAfterSeconds = Math.round((Date.now() - begun) / 1_000);
    if (!repaired || testimony.lost.length === 0 || Date.now() - begun > agreedWithin) {
      return { testimony, agreedAfterSeconds };
    }
    await sleep(1_000);
  }
}

/** Whether a run says that nothing was lost, nothing doubled, and nothing stale stayed. */
export function isUnharmed({ repaired }: Fault, result: FaultRunResult): boolean {
  const { lost, stale, duplicates, conservation } = result;
  const none = [lost, duplicates, ...(repaired ? [] : [stale])].every((list) => list.length === 0);
  return none && conservation === 0;
}
