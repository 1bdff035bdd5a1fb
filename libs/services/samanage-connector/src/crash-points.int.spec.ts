import type { WaveSize } from './testing/crash-story';
import { type CrashPoint, openCrashWorld } from './testing/crash-world';

const small: WaveSize = { people: 16, groups: 4, joins: 2 };
const manyPeople: WaveSize = { people: 60, groups: 4, joins: 2 };
const manyGroups: WaveSize = { people: 16, groups: 60, joins: 1 };
const manyMembers: WaveSize = { people: 24, groups: 4, joins: 16 };

/** Each crash point with a wave in which it is passed fifty times. */
const points: readonly (readonly [CrashPoint, WaveSize])[] = [
  ['handle.read', manyPeople],
  ['handle.decided', manyPeople],
  ['handle.written', manyPeople],
  ['handle.committed', manyPeople],
  ['work.claimed', manyPeople],
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

describe('a connector that is killed', () => {
  let world: Awaited<ReturnType<typeof openCrashWorld>>;
  afterEach(() => world.close());

  it.each(points.map(([point, size], turn) => ({ point, size, turn })))(
    'at $point for the first, second and fiftieth time',
    async ({ point, size, turn }) => {
      world = await openCrashWorld({ turn });
      const { story } = world;
      await story.wave(small, []);
      expect(await world.runUntilKilled(point, 1)).toBe('SIGKILL');
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
});
