import type { Person } from './directory/person';
import type { Dialect } from './pushing/dialects';
import { Pace } from './pushing/pace';
import { Pusher, type PushResult } from './pushing/push-person';
import { PushState } from './pushing/push-state';
import { ScimClient } from './pushing/scim-client';

export interface CycleOptions {
  readonly baseUrl: string;
  readonly token: string;
  readonly people: readonly Person[];
  /** Changes that happen in the directory after the cycle, each pushed as it happens. */
  readonly changes?: Iterable<Person>;
  /** Keeps ids and ledger; without it they are forgotten. */
  readonly folder?: string;
  /** Requests a second, 0 for any number. */
  readonly rate: number;
  readonly concurrency: number;
  readonly dialect: Dialect;
  readonly onProgress?: (person: Person, result: PushResult) => void;
}

export interface CycleSummary {
  /** How many people each action was taken for. */
  readonly actions: Readonly<Record<string, number>>;
  readonly failed: number;
}

/**
 * One cycle: everybody is looked at once, and what differs from the last time is pushed; managers follow in a second
 * pass. The first cycle over a folder is the initial one, each later one is incremental.
 */
export async function runCycle(options: CycleOptions): Promise<CycleSummary> {
  const state = PushState.open(options.folder);
  const client = new ScimClient(options.baseUrl, options.token, new Pace(options.rate), options.concurrency);
  const pusher = new Pusher(client, state, options.dialect);
  const actions: Record<string, number> = {};
  const report = (person: Person, result: PushResult) => {
    actions[result.action] = (actions[result.action] ?? 0) + 1;
    options.onProgress?.(person, result);
  };
  try {
    await pusher.testConnection();
    await inParallel(options.people, options.concurrency, async (person) => report(person, await pusher.push(person)));
    await inParallel(options.people, options.concurrency, async (person) => {
      const result = await pusher.pushManager(person);
      if (result.action !== 'none') report(person, result);
    });
    // One after another: two changes of one person must not overtake each other.
    for (const person of options.changes ?? []) report(person, await pusher.push(person));
  } finally {
    state.close();
    await client.close();
  }
  return { actions, failed: actions.failed ?? 0 };
}

async function inParallel<T>(items: readonly T[], workers: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
