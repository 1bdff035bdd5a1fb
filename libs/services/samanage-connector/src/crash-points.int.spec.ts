import type { WaveSize } from './testing/crash-story';
import { type CrashPoint, openCrashWorld } from './testing/crash-world';

const small: WaveSize = { people: 16, groups: 4, joins: 2 };
const manyPeople: WaveSize = { people: 60, groups: 4, joins: 2 };
const manyClaims: WaveSize = { people: 160, groups: 4, joins: 2 };
const manyGroups: WaveSize = { people: 16, groups: 60, joins: 1 };
const manyMembers: WaveSize = { people: 24, groups: 4, joins: 16 };

/**
 * The crash points of reliability.md §1.8 in the order in which a change passes them, each with a wave in which it is
 * passed fifty times. Those that begin with `group` and `members` belong to what follows an account in a group's attempt:
 * `group.recorded` lies between the outcome of the group and its members, `members.recorded` between two calls for them.
 */
const points: readonly (readonly [CrashPoint, WaveSize])[] = [
  ['handle.read', manyPeople],
  ['handle.decided', manyPeople],
  ['handle.written', manyPeople],
  ['handle.committed', manyPeople],
  ['work.claimed', manyClaims],
  ['work.sending', manyPeople],
  ['work.calling', manyPeople],
  ['write.received', manyPeople],
  ['work.answered', manyPeople],
  ['work.recorded', manyPeople],
  ['group.answered', manyGroups],
  ['group.recorded', manyGroups],
  ['members.answered', manyMembers],
  ['members.recorded', manyMembers],
];

/**
 * The connector as it runs in production, in a process of its own, against a Samanage that outlives it. Each crash point
 * has a world of its own, in which three connectors are killed one after another: at its first passage, at its second and
 * at its fiftieth. Before each more is wanted, also otherwise of what the one before was calling for, so that each has to
 * clear up after those before it. The last one ends its work; then everything has to be as if nobody had been killed: at
 * Samanage, in Samanage's own record of what it received, and in what the connector counts and tells.
 */
describe('a connector that is killed', () => {
  let world: Awaited<ReturnType<typeof openCrashWorld>>;
  afterEach(() => world.close());

  it.each(points.map(([point, size], turn) => ({ point, size, turn })))(
    'at $point for the first, second and fiftieth time loses nothing, writes nothing old and does nothing twice',
    async ({ point, size, turn }) => {
      world = await openCrashWorld({ turn });
      const { story } = world;
      await story.wave(small, []);
      expect(await world.runUntilKilled(point, 1)).toBe('SIGKILL');
      // What was on its way then is left as it is, and found to be done or not.
      await story.wave(small, []);
      expect(await world.runUntilKilled(point, 2)).toBe('SIGKILL');
      await story.wave(size, await world.onTheirWay());
      expect(await world.runUntilKilled(point, 50)).toBe('SIGKILL');
      await story.wave(small, await world.onTheirWay());
      await world.finish();
      expect(await world.findings()).toEqual([]);
    },
    120_000,
  );

  it('and does not look for what it has made shows as a duplicate', async () => {
    world = await openCrashWorld({ planted: 'blind' });
    await world.story.wave(small, []);
    expect(await world.runUntilKilled('group.answered', 1)).toBe('SIGKILL');
    await world.finish();
    expect(await world.findings()).toContainEqual(expect.stringMatching(/^duplicate: 2 of group \d/));
  });
});
