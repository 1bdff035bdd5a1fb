import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a condition holds; the test's own time limit ends it otherwise. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}
