import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { printTable } from '../measure';
import { type RunningSystem, startSystem } from '../running-system';
import { inParallel, scimClient, type ScimClient } from './scim-client';

const people = 10_000;
const leavers = 50;
const perMinute = 1_000;
const latencyMs = 50;
/** When the leavers leave, and between which minutes the calls are counted: the limit is learned by then. */
const leavingMinute = 4;
const countedMinutes = [1, 9] as const;
const minute = 60_000;

/** How an account says that it is asked too much (samanage-api.md §5). */
const styles = ['retry-after', 'reset-headers', 'none'] as const;

interface Calls {
  readonly total: number;
  readonly throttled: number;
}

interface ReceivedWrite {
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly applied: boolean;
  readonly body: { readonly user?: { readonly email?: string; readonly disabled?: boolean } } | null;
}

/** An initial cycle against Samanage's rate limit, once a header style, all three at the same time. */
export async function benchLimit(): Promise<void> {
  const rows = await Promise.all(styles.map(cycle));
  printTable(
    'an initial cycle at the rate limit',
    `${people} people are pushed as fast as they are taken; Samanage takes ${perMinute} calls a minute and answers in ${latencyMs} ms; after ${leavingMinute} minutes ${leavers} people who have an account are disabled. Used: calls that were taken between minute ${countedMinutes[0]} and ${countedMinutes[1]}, of the limit. Disables: from before the first of the 50 requests to the write at Samanage. The three styles run at the same time, each in a process of its own.`,
    [['header style', 'minutes', 'used', 'answered 429', 'calls a created user', 'disable p50 s', 'p99 s'], ...rows],
  );
}

async function cycle(rateStyle: (typeof styles)[number]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-bench-'));
  const system = await startSystem('all-in-one', folder, {});
  try {
    const scim = scimClient(system.scim);
    await system.samanage('/__switches', { latencyMs });
    const leaving = await inParallel(leavers, (number) => scim.create(`leaver${number}`));
    await untilEnded(system, leavers);
    await system.samanage('/__switches', { ratePerMinute: perMinute, rateStyle });
    return [rateStyle, ...(await measure(system, scim, leaving))];
  } finally {
    await system.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(system: RunningSystem, scim: ScimClient, leaving: readonly string[]): Promise<string[]> {
  const before = await system.samanage<Calls>('/__calls');
  const begun = Date.now();
  const at = async (minutes: number) => {
    await sleep(Math.max(0, begun + minutes * minute - Date.now()));
    return system.samanage<Calls>('/__calls');
  };
  const [from, to] = countedMinutes;
  const counted = Promise.all([at(from), at(to)]);
  const left = at(leavingMinute).then(() => leave(system, scim, leaving));
  await inParallel(people, (number) => scim.create(`person${number}`));
  const seconds = await left;
  await untilEnded(system, leavers + people + leavers);
  const minutes = (Date.now() - begun) / minute;
  const after = await system.samanage<Calls>('/__calls');
  const [first, last] = await counted;
  const taken = last.total - last.throttled - (first.total - first.throttled);
  const calls = after.total - before.total;
  const throttled = after.throttled - before.throttled;
  // A disable is a look at the account and a write.
  const ofPeople = calls - throttled - 2 * leavers;
  const percentile = (share: number) => (seconds[Math.floor(seconds.length * share)] ?? 0).toFixed(1);
  return [
    minutes.toFixed(1),
    `${((100 * taken) / (perMinute * (to - from))).toFixed(1)} %`,
    `${((100 * throttled) / calls).toFixed(2)} %`,
    (ofPeople / people).toFixed(3),
    percentile(0.5),
    percentile(0.99),
  ];
}

/** Disables people who have an account; after how many seconds Samanage had each, sorted. */
async function leave(system: RunningSystem, scim: ScimClient, leaving: readonly string[]): Promise<number[]> {
  const asked = Date.now();
  await inParallel(leaving.length, async (number) => {
    await scim.disable(leaving[number] ?? '');
    return '';
  });
  for (;;) {
    const record = await system.samanage<ReceivedWrite[]>('/__record');
    const disables = record.filter(({ method, applied, body }) => method === 'PUT' && applied && body?.user?.disabled);
    if (disables.length >= leaving.length) return secondsSince(asked, disables);
    await sleep(1_000);
  }
}

const secondsSince = (asked: number, writes: readonly ReceivedWrite[]): number[] =>
  writes.map(({ time }) => (Date.parse(time) - asked) / 1_000).sort((one, other) => one - other);

async function untilEnded(system: RunningSystem, changes: number): Promise<void> {
  while ((await system.conservation()).ended < changes) await sleep(500);
}
