import { setTimeout as sleep } from 'node:timers/promises';
import { InSets } from './in-sets';

describe('what is done in sets', () => {
  it('answers each, and takes what comes meanwhile together', async () => {
    const sets: number[][] = [];
    const doubles = new InSets<number, number>(async (set) => {
      sets.push([...set]);
      await sleep(20);
      return set.map((each) => 2 * each);
    });
    const first = [doubles.ask(1), doubles.ask(2)];
    await sleep(5);
    const later = [doubles.ask(3), doubles.ask(4)];
    expect(await Promise.all([...first, ...later])).toEqual([2, 4, 6, 8]);
    expect(sets).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('fails those of a set that failed, and goes on', async () => {
    const shaky = new InSets<string, string>(async (set) => {
      if (set.includes('bad')) throw new Error('refused');
      return set;
    });
    const together = await Promise.allSettled([shaky.ask('good'), shaky.ask('bad')]);
    expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await shaky.ask('good')).toBe('good');
  });
});
