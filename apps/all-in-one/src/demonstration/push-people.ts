import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProgram } from '../local/child-program';
import type { ManagementApi } from './management-api';

/** A person or a group as the push told of it. */
export interface Pushed {
  readonly displayName: string;
  readonly id?: string;
  readonly action: string;
  readonly reason?: string;
}

/** Shows a push as it goes; returns everybody it told of, and every group, in order. */
export async function followPush(push: ChildProgram, say: (line: string) => void): Promise<Pushed[]> {
  const pushed = new Map<string, Pushed>();
  for await (const line of push.lines) {
    if (line.event !== 'person' && line.event !== 'group') continue;
    const subject = line as unknown as Pushed & { objectId: string };
    const known = pushed.get(subject.objectId);
    pushed.set(subject.objectId, known && references.has(subject.action) ? known : subject);
    if (subject.action !== 'none') say(`  ${subject.action.padEnd(14)} ${subject.displayName}`);
  }
  const code = await push.ended;
  if (code !== 0) say(`  the push ended with ${code}`);
  return [...pushed.values()];
}

/** What is told of somebody besides himself. */
const references = new Set(['manager', 'members-add', 'members-remove']);

const pollMilliseconds = 200;
/** The longest pause of a rate limit, and then some. */
const patienceMilliseconds = 120_000;

/**
 * Waits until every accepted change has ended.
 *
 * @param pushed whether anybody can have been accepted at all
 * @returns false when nothing has ended for a long time: then somebody should look
 */
export async function untilAllHaveEnded(api: ManagementApi, signal: AbortSignal): Promise<boolean> {
  let progressAt = Date.now();
  let before = -1;
  let quiet = 0;
  while (!signal.aborted && Date.now() - progressAt < patienceMilliseconds) {
    const { accepted, ended, inFlight } = await api.conservation();
    // Tallies are a second behind; the same numbers three times are no accident.
    quiet = accepted === ended && inFlight === 0 && ended === before ? quiet + 1 : 0;
    if (quiet * pollMilliseconds >= 2_400) return true;
    if (ended !== before) progressAt = Date.now();
    before = ended;
    await sleep(pollMilliseconds);
  }
  return false;
}
