import type { Group } from './directory/group';
import type { Person } from './directory/person';
import type { Dialect } from './pushing/dialects';
import { Pace } from './pushing/pace';
import { GroupPusher, type GroupPushResult } from './pushing/push-group';
import { Pusher, type PushResult } from './pushing/push-person';
import { PushState } from './pushing/push-state';
import { ScimClient } from './pushing/scim-client';

export interface CycleOptions {
  readonly baseUrl: string;
  readonly token: string;
  readonly people: readonly Person[];
  /** Changes that happen in the directory after the cycle, each pushed as it happens. */
  readonly changes?: Iterable<Person>;
  /** The groups, when they are mapped; without them nothing is said of groups. */
  readonly groups?: readonly Group[];
  /** Changes of groups, after those of people. */
  readonly groupChanges?: Iterable<Group>;
  /** Keeps ids and ledger; without it they are forgotten. */
  readonly folder?: string;
  /** Requests a second, 0 for any number. */
  readonly rate: number;
  readonly concurrency: number;
  readonly dialect: Dialect;
  readonly onProgress?: (person: Person, result: PushResult) => void;
  /** Told of what is written about groups, and of what is refused. */
  readonly onGroupProgress?: (group: Group, result: GroupPushResult) => void;
}

export interface CycleSummary {
  /** How many people each action was taken for; for groups, how many writes it took. */
  readonly actions: Readonly<Record<string, number>>;
  readonly failed: number;
}

/**
 * One cycle: everybody is looked at once, and what differs from the last time is pushed; managers follow in a second
 * pass, then groups, and their members when all groups are there. The first cycle over a folder is the initial one,
 * each later one is incremental.
 *
 * @throws Error when the connection test or a query is refused
 */
export async function runCycle(options: CycleOptions): Promise<CycleSummary> {
  const state = PushState.open(options.folder);
  const client = new ScimClient(options.baseUrl, options.token, new Pace(options.rate), options.concurrency);
  const actions: Record<string, number> = {};
  const count = (action: string) => (actions[action] = (actions[action] ?? 0) + 1);
  const people = peoplePasses(new Pusher(client, state, options.dialect), options, count);
  const groups = groupPasses(new GroupPusher(client, state, options.dialect), options, count);
  try {
    await people.testConnection();
    await groups.testConnection();
    await people.cycle();
    await groups.cycle();
    await people.changes();
    await groups.changes();
  } finally {
    state.close();
    await client.close();
  }
  return { actions, failed: actions.failed ?? 0 };
}

type Count = (action: string) => void;

function peoplePasses(pusher: Pusher, { people, changes = [], concurrency, onProgress }: CycleOptions, count: Count) {
  const report = (person: Person, result: PushResult) => {
    count(result.action);
    onProgress?.(person, result);
  };
  return {
    testConnection: () => pusher.testConnection(),
    cycle: async () => {
      await inParallel(people, concurrency, async (person) => report(person, await pusher.push(person)));
      await inParallel(people, concurrency, async (person) => {
        const result = await pusher.pushManager(person);
        if (result.action !== 'none') report(person, result);
      });
    },
    // One after another: two changes of one person must not overtake each other.
    changes: async () => {
      for (const person of changes) report(person, await pusher.push(person));
    },
  };
}

function groupPasses(pusher: GroupPusher, options: CycleOptions, count: Count) {
  const { groups, groupChanges = [], concurrency, onGroupProgress } = options;
  const report = (group: Group, result: GroupPushResult) => {
    if (result.action === 'none') return;
    count(result.action);
    onGroupProgress?.(group, result);
  };
  const push = async (group: Group) => report(group, await pusher.push(group));
  const pushMembers = async (group: Group) => {
    for await (const result of pusher.pushMembers(group)) report(group, result);
  };
  return {
    testConnection: async () => {
      if (groups !== undefined) await pusher.testConnection();
    },
    cycle: async () => {
      await inParallel(groups ?? [], concurrency, push);
      await inParallel(groups ?? [], concurrency, pushMembers);
    },
    changes: async () => {
      for (const group of groupChanges) {
        await push(group);
        await pushMembers(group);
      }
    },
  };
}

async function inParallel<T>(items: readonly T[], workers: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
