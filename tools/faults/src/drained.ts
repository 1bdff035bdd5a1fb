import { setTimeout as sleep } from 'node:timers/promises';
import type { Conservation, System } from './machine/system';

const drainedWithin = 600_000;

/**
 * Waits until nothing is in flight, three times in a row.
 *
 * @throws Error with the numbers when that takes too long
 */
export async function drained(system: System): Promise<Conservation> {
  const until = Date.now() + drainedWithin;
  for (let quiet = 0; ;) {
    const numbers = await system.conservation().catch(() => undefined);
    quiet = numbers?.inFlight === 0 && numbers.accepted === numbers.ended ? quiet + 1 : 0;
    if (numbers && quiet === 3) return numbers;
    if (Date.now() > until) throw new Error(`still in flight: ${JSON.stringify(numbers)}`);
    await sleep(1_000);
  }
}
