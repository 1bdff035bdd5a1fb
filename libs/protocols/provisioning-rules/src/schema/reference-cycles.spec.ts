import { findCycles } from './reference-cycles';

/** References as `a>b c`: from an attribute to others. */
const cyclesOf = (...references: readonly string[]): readonly string[] =>
  findCycles(
    references.map((reference) => {
      const [name = '', to = ''] = reference.split('>');
      return { name, path: `path of ${name}`, leadsTo: to.split(' ').filter(Boolean) };
    }),
  ).map(({ path, cycle }) => `${path}: ${cycle.join(' ')}`);

const cases: readonly [name: string, references: readonly string[], cycles: readonly string[]][] = [
  ['nothing', [], []],
  ['attributes that refer to nothing', ['a>', 'b>'], []],
  ['a chain', ['a>b', 'b>c', 'c>'], []],
  ['ways that meet', ['a>b c', 'b>d', 'c>d', 'd>'], []],
  ['the same reference twice', ['a>b b', 'b>'], []],
  ['one that refers to itself', ['a>a'], ['path of a: a a']],
  ['two that refer to each other', ['a>b', 'b>a'], ['path of a: a b a']],
  ['what leads to a cycle', ['a>b', 'b>c', 'c>b'], ['path of b: b c b']],
  ['what a cycle leads to', ['a>c b', 'b>a', 'c>d', 'd>'], ['path of a: a b a']],
  ['two cycles', ['a>a', 'b>c', 'c>b'], ['path of a: a a', 'path of b: b c b']],
  ['ways into the same cycle', ['a>c', 'b>c', 'c>d', 'd>c'], ['path of c: c d c']],
];

describe('cycles among references', () => {
  it.each(cases)('%s', (_, references, cycles) => {
    expect(cyclesOf(...references)).toEqual(cycles);
  });

  it('are found in chains of any length', () => {
    const length = 50_000;
    const chain = Array.from({ length }, (_, index) => `${index}>${(index + 1) % length}`);
    expect(cyclesOf(...chain)).toHaveLength(1);
    expect(cyclesOf(...chain.slice(0, -1), `${length - 1}>`)).toEqual([]);
  });
});
