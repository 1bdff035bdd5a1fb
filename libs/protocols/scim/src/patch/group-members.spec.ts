import { changeMembers, namedMembers } from '../members/member-steps';
import { mostMembers } from '../members/members';
import { groupType } from '../schema/group';
import { patched, patchOf, parsed, refusal } from '../testing/requests';

const attribute = groupType.schema.attributes.find(({ name }) => name === 'members');
const member = (id: string, display: string | null = null) => ({ id, display });

/** What is done to a group of a and b, Ann and Bob. */
function change(...operations: object[]) {
  if (!attribute) throw new Error('groups have no members');
  const { memberSteps, changes } = patchOf(groupType, operations);
  expect(changes).toEqual([]);
  const before = new Map([
    ['a', member('a', 'Ann')],
    ['b', member('b', 'Bob')],
  ]);
  const all = () => before.values();
  const { added, removed, emptied } = changeMembers(attribute, memberSteps, { has: (id) => before.has(id), all });
  return [added.map(({ id }) => id).join(), removed.join(), emptied];
}

const add = (value: unknown) => ({ op: 'Add', path: 'members', value });
const remove = (value?: unknown) => ({ op: 'Remove', path: 'members', ...(value === undefined ? {} : { value }) });
const replace = (value: unknown) => ({ op: 'replace', path: 'members', value });

describe('what a PATCH does to members', () => {
  it.each<[string, object[], string, string, boolean]>([
    ['add as Azure AD sends it', [add([{ $ref: null, value: 'c' }])], 'c', '', false],
    ['add of one text', [add('c')], 'c', '', false],
    ['add of an object', [add({ value: 'c', type: 'User' })], 'c', '', false],
    ['add of texts', [add(['c', 'd'])], 'c,d', '', false],
    ['add of some who are there', [add(['a', 'c', 'c'])], 'c', '', false],
    ['add of nobody', [add([])], '', '', false],
    ['add without a path', [{ op: 'add', value: { members: [{ value: 'c' }] } }], 'c', '', false],
    ['add in another case', [{ op: 'ADD', path: 'MEMBERS', value: [{ value: 'c' }] }], 'c', '', false],
    ['add by a URN', [{ op: 'add', path: `${groupType.schema.id}:members`, value: ['c'] }], 'c', '', false],
    ['add by a filter', [{ op: 'add', path: 'members[value eq "c"]', value: {} }], 'c', '', false],
    ['an id in another case', [add(['A'])], 'A', '', false],
    ['remove of who is listed', [remove([{ $ref: null, value: 'a' }])], '', 'a', false],
    ['remove of a text', [remove('a')], '', 'a', false],
    ['remove of a list of texts', [remove(['a', 'z'])], '', 'a', false],
    ['remove of an empty list', [remove([])], '', '', false],
    ['remove by a filter', [{ op: 'remove', path: 'members[value eq "a"]' }], '', 'a', false],
    [
      'remove by a filter, with a value',
      [{ op: 'remove', path: 'members[value eq "a"]', value: ['b'] }],
      '',
      'a',
      false,
    ],
    [
      'remove of several by a filter',
      [{ op: 'remove', path: 'members[value eq "a" or VALUE eq "b"]' }],
      '',
      'a,b',
      false,
    ],
    ['remove by a name', [{ op: 'remove', path: 'members[display sw "b"]' }], '', 'b', false],
    ['remove of nobody selected', [{ op: 'remove', path: 'members[value eq "z"]' }], '', '', false],
    ['remove of all', [remove()], '', 'a,b', true],
    ['remove of null', [remove(null)], '', 'a,b', true],
    ['replace with nothing', [replace([])], '', 'a,b', true],
    ['replace with null', [replace(null)], '', 'a,b', true],
    ['replace with others', [replace([{ value: 'b' }, { value: 'c' }])], 'c', 'a', false],
    ['replace with the same', [replace(['b', 'a'])], '', '', false],
    ['coming and going', [add(['c']), remove(['c', 'a']), add(['a'])], '', '', false],
    ['going and coming', [remove(), add(['b'])], '', 'a', false],
  ])('%s', (_, operations, added, removed, emptied) => {
    expect(change(...operations)).toEqual([added, removed, emptied]);
  });

  it.each<[string, object, string]>([
    ['editing a member', { op: 'replace', path: 'members[value eq "a"].display', value: 'A' }, '400 mutability'],
    ['replacing one member', { op: 'replace', path: 'members[value eq "a"]', value: { value: 'c' } }, '400 mutability'],
    ['editing all', { op: 'replace', path: 'members.display', value: 'A' }, '400 mutability'],
    ['a member without an id', add([{ display: 'A' }]), '400 invalidValue'],
    ['a number', add([7]), '400 invalidValue'],
    ['a list in a list', add([['a', 'b']]), '400 invalidValue'],
    ['a long id', add(['x'.repeat(501)]), '400 invalidValue'],
    ['a NUL', add(['a\u0000']), '400 invalidValue'],
    ['half a surrogate pair', add(['\ud800']), '400 invalidValue'],
    ['adding by what names nobody', { op: 'add', path: 'members[display eq "x"]', value: {} }, '400 noTarget'],
    ['more than 50,000', add(Array.from({ length: mostMembers + 1 }, (_, id) => String(id))), '413'],
  ])('refuses %s', (_, operation, refused) => {
    expect(refusal(() => patchOf(groupType, [operation]))).toBe(refused);
  });

  it('takes 50,000', () => {
    const { memberSteps } = patchOf(groupType, [
      add(Array.from({ length: mostMembers }, (_, id) => ({ value: String(id) }))),
    ]);
    expect(namedMembers(memberSteps)).toHaveLength(mostMembers);
  });

  it('keeps the names that clients give, under either name', () => {
    const given = [
      { value: 'c', display: 'C' },
      { value: 'd', displayName: 'D' },
      { value: 'e', display: 7 },
    ];
    expect(patchOf(groupType, [add(given)]).memberSteps).toEqual([
      { kind: 'add', members: [member('c', 'C'), member('d', 'D'), member('e')] },
    ]);
  });

  it('needs all members only where it concerns whoever is there', () => {
    const named = (operation: object) => namedMembers(patchOf(groupType, [operation]).memberSteps);
    expect(named(add(['a', 'b']))).toEqual(['a', 'b']);
    expect(named({ op: 'remove', path: 'members[value eq "a" or value eq "b"]' })).toEqual(['a', 'b']);
    expect(named({ op: 'remove', path: 'members[display eq "a"]' })).toBe('all');
    expect(named(remove())).toBe('all');
  });

  it('leaves the resource alone', () => {
    const group = { displayName: 'G' };
    expect(patched(groupType, group, add(['c']))).toBe(group);
    expect(patched(groupType, group, add(['c']), { op: 'replace', value: { displayName: 'H' } })).toEqual({
      displayName: 'H',
    });
  });
});

describe('the members of a POST or PUT', () => {
  it.each<[string, object, readonly object[] | undefined]>([
    ['of whom it does not speak', {}, undefined],
    ['null', { members: null }, []],
    ['nobody', { members: [] }, []],
    ['objects', { MEMBERS: [{ value: 'a', display: 'A', $ref: null }, { value: 'a' }] }, [member('a', 'A')]],
    ['texts', { members: ['a', 'b'] }, [member('a'), member('b')]],
  ])('%s', (_, body, members) => {
    expect(parsed(groupType, { displayName: 'G', ...body })).toEqual({
      resource: { displayName: 'G' },
      members,
      unknown: [],
    });
  });

  it('may not be more than 50,000', () => {
    const members = Array.from({ length: mostMembers + 1 }, (_, id) => String(id));
    expect(refusal(() => parsed(groupType, { displayName: 'G', members }))).toBe('413');
  });
});
