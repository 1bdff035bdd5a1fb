import fc from 'fast-check';
import { PositionSet } from './position-set';

const positions = fc.array(fc.integer({ min: 1, max: 60 }));

describe('a set of positions', () => {
  it('is what was put into it, in whatever order and however often', () => {
    fc.assert(
      fc.property(positions, positions, (one, other) => {
        const set = PositionSet.of(one).with(PositionSet.of(other));
        const expected = new Set([...one, ...other]);
        for (let position = 1; position <= 60; position += 1) {
          expect(set.has(position)).toBe(expected.has(position));
        }
        expect(set.includes(PositionSet.of(other))).toBe(true);
        expect(PositionSet.parse(set.toString())).toEqual(set);
        expect(set.includes(PositionSet.upTo(set.reach))).toBe(true);
        expect(set.has(set.reach + 1)).toBe(false);
      }),
    );
  });

  it('is written as PostgreSQL writes a multirange', () => {
    expect(PositionSet.of([3, 1, 2, 7]).toString()).toBe('{[1,4),[7,8)}');
    expect(PositionSet.empty.toString()).toBe('{}');
    expect(PositionSet.parse('{[1,4),[7,8)}').ranges).toEqual([
      [1, 3],
      [7, 7],
    ]);
    expect(() => PositionSet.parse('{[1,4]}')).toThrow('is no set of positions');
  });
});
