import fc from 'fast-check';
import { batchSize, memberChanges, membersAfter } from './member-changes';

const ids = fc.uniqueArray(
  fc.nat(120).map((number) => `id ${number}`),
  { maxLength: 100 },
);

describe('changes of members', () => {
  it('lead from those pushed to those wanted, each named once and never too many together', () => {
    fc.assert(
      fc.property(ids, ids, (pushed, wanted) => {
        const changes = memberChanges(pushed, wanted);
        const after = changes.reduce((members, change) => membersAfter(members, change), pushed);
        expect([...after].sort()).toEqual([...wanted].sort());
        const named = changes.flatMap((change) => change.ids);
        expect(new Set(named).size).toBe(named.length);
        for (const change of changes) {
          expect(change.ids.length).toBeGreaterThan(0);
          expect(change.ids.length).toBeLessThanOrEqual(batchSize);
        }
      }),
    );
  });

  it('are no more requests than the batches need, additions first', () => {
    const many = Array.from({ length: 41 }, (_, number) => `new ${number}`);
    const changes = memberChanges(['old'], many);
    expect(changes.map((change) => [change.operation, change.ids.length])).toEqual([
      ['members-add', 20],
      ['members-add', 20],
      ['members-add', 1],
      ['members-remove', 1],
    ]);
    expect(memberChanges(many, [...many].reverse())).toEqual([]);
  });

  it('leave the members sorted', () => {
    expect(membersAfter(['c', 'a'], { operation: 'members-add', ids: ['b', 'a'] })).toEqual(['a', 'b', 'c']);
  });
});
