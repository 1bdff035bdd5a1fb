import fc from 'fast-check';
import { groupType } from '../schema/group';
import { parseFilter } from '../filter/parse-filter';
import { changeMembers, type MemberStep } from './member-steps';

const attribute = groupType.schema.attributes.find(({ name }) => name === groupType.apart);
const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const ids = fc.uniqueArray(id, { maxLength: 3 });
const member = (each: string) => ({ id: each, display: null });

const step: fc.Arbitrary<MemberStep> = fc.oneof(
  ids.map((each): MemberStep => ({ kind: 'add', members: each.map(member) })),
  ids.map((each): MemberStep => ({ kind: 'remove', ids: each })),
  id.map((each): MemberStep => ({ kind: 'remove-matching', filter: parseFilter(`value ge "${each}"`) })),
  fc.constant<MemberStep>({ kind: 'clear' }),
);

/** What one step leaves of a set. */
function naive(before: readonly string[], each: MemberStep): readonly string[] {
  switch (each.kind) {
    case 'clear':
      return [];
    case 'add':
      return [...new Set([...before, ...each.members.map((joining) => joining.id)])];
    case 'remove':
      return before.filter((present) => !each.ids.includes(present));
    case 'remove-matching':
      return before.filter((present) => !('value' in each.filter && present >= String(each.filter.value)));
  }
}

describe('member steps', () => {
  it('come to the difference between what was and what a set would hold', () => {
    if (!attribute) throw new Error('groups have no members');
    fc.assert(
      fc.property(ids, fc.array(step, { maxLength: 8 }), (there, steps) => {
        const before = new Set<string>(there);
        const change = changeMembers(attribute, steps, {
          has: (each) => before.has(each),
          all: () => [...before].map(member),
        });
        const after = steps.reduce(naive, there as readonly string[]);
        expect(change.added.map((each) => each.id).sort()).toEqual(after.filter((each) => !before.has(each)).sort());
        expect([...change.removed].sort()).toEqual(there.filter((each) => !after.includes(each)).sort());
        const isEmptied = before.size > 0 && after.length === 0 && steps.some(({ kind }) => kind === 'clear');
        if (change.emptied) expect(isEmptied).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
