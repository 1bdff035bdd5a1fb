import type { DirectoryWrite, MembersChanged } from '@waybill/contracts';
import { given, type RowChange } from '@waybill/decider';
import { groups, jobId } from '../../testing/resource-commands';
import { existenceRow } from './directory-members';
import { group } from './resource-decider';

const id = '01a20d80-0000-7000-8000-000000000001';
const [ann, bob, cy] = ['a', 'b', 'c'].map((each) => `01a20d80-0000-7000-8000-00000000000${each}`) as [
  string,
  string,
  string,
];

const exists = (key: string, more: Partial<{ job: string; type: string; deleted: boolean }> = {}): RowChange =>
  existenceRow(key, { job: jobId, type: 'User', deleted: false, ...more });

const people = [exists(ann), exists(bob), exists(cy)];

const { create, patch, replace, drop } = groups();
const add = (...ids: unknown[]) => ({ op: 'Add', path: 'members', value: ids });
const remove = (...ids: string[]) => ({
  op: 'Remove',
  path: 'members',
  value: ids.map((value) => ({ $ref: null, value })),
});

const engineers = (...members: string[]): DirectoryWrite[] =>
  given(group)
    .withRows(people)
    .when(create(id, { displayName: 'Engineers', members: members.map((value) => ({ value })) }))
    .events as DirectoryWrite[];

const members = (events: readonly DirectoryWrite[]) =>
  events.flatMap(({ type, data }) => {
    if (type !== 'directory.members-changed') return [];
    const { added, removed, emptied, cause, part, parts } = data;
    return [{ added: added.map((each) => each.id), removed, emptied, cause, part, parts }];
  });

const once = { cause: 'requested', part: 1, parts: 1, emptied: false };

describe('a directory group', () => {
  it('is created, and its members are told apart', () => {
    const events = engineers(ann, bob);
    expect(events.map(({ type }) => type)).toEqual(['directory.group-created', 'directory.members-changed']);
    expect(events[0]?.data).toMatchObject({
      groupId: id,
      jobId,
      resource: { displayName: 'Engineers' },
      unique: ['displayName:engineers'],
    });
    expect(events[0]?.data).not.toHaveProperty('resource.members');
    expect(members(events)).toEqual([{ added: [ann, bob], removed: [], ...once }]);
    expect((events[1] as MembersChanged).data.added[0]).toEqual({ id: ann, type: 'User', display: null });
  });

  it.each<[string, object[], object[]]>([
    ['adds who is not there', [add({ value: cy })], [{ added: [cy], removed: [], ...once }]],
    ['does nothing for who is there', [add({ value: ann }, bob)], []],
    ['removes those that are listed, and never more', [remove(ann)], [{ added: [], removed: [ann], ...once }]],
    ['removes nobody for who is not there', [remove(cy)], []],
    [
      'removes whom a filter names',
      [{ op: 'remove', path: `members[value eq "${bob}"]` }],
      [{ added: [], removed: [bob], ...once }],
    ],
    ['takes steps in their order', [add(cy), remove(cy), remove(ann), add(ann)], []],
    [
      'replaces all',
      [{ op: 'replace', path: 'members', value: [{ value: cy }, { value: ann }] }],
      [{ added: [cy], removed: [bob], ...once }],
    ],
    [
      'says loudly that it was emptied',
      [{ op: 'remove', path: 'members' }],
      [{ added: [], removed: [ann, bob], ...once, emptied: true }],
    ],
  ])('%s', (_, operations, expected) => {
    const { events } = given(group, ...engineers(ann, bob))
      .withRows(people)
      .when(patch(id, operations));
    expect(members(events)).toEqual(expected);
  });

  it('changes name and members with one request', () => {
    const rename = { op: 'replace', value: { displayName: 'Builders', members: [{ value: cy }] } };
    const { events, state } = given(group, ...engineers(ann))
      .withRows(people)
      .when(patch(id, [rename]));
    expect(events.map(({ type }) => type)).toEqual(['directory.group-changed', 'directory.members-changed']);
    expect(events[0]?.data.changeId).not.toBe(events[1]?.data.changeId);
    expect(state).toMatchObject({ version: 4, unique: ['displayName:builders'] });
  });

  it('is left with the members that a PUT names', () => {
    const put = replace(id, { displayName: 'Engineers', members: [{ value: bob }] });
    const { events } = given(group, ...engineers(ann))
      .withRows(people)
      .when(put, put);
    expect(members(events)).toEqual([{ added: [bob], removed: [ann], ...once }]);
  });

  it('keeps members that do not exist, never those that were deleted, and refuses both where the job is strict', () => {
    const operations = [add('nobody', ann, cy)];
    const deleted = [exists(cy, { deleted: true }), exists(ann)];
    const lenient = given(group, ...engineers())
      .withRows(deleted)
      .when(patch(id, operations));
    expect((lenient.events[0] as MembersChanged).data.added).toEqual([
      { id: 'nobody', type: null, display: null },
      { id: ann, type: 'User', display: null },
    ]);
    const strict = groups({ danglingMembers: 'refuse' }).patch(id, operations);
    const refused = given(group, ...engineers())
      .withRows(deleted)
      .when(strict);
    expect(refused.events).toEqual([]);
    expect(refused.refusal?.message).toBe(`There is no resource with the id "nobody", "${cy}".`);
  });

  it("does not know another job's resources", () => {
    const theirs = given(group, ...engineers())
      .withRows([exists(ann, { job: 'another' })])
      .when(patch(id, [add(ann)]));
    expect((theirs.events[0] as MembersChanged).data.added).toEqual([{ id: ann, type: null, display: null }]);
  });

  it('tells of more than 1,000 in parts of one change', () => {
    const many = Array.from({ length: 2_500 }, (_, n) => `m${n}`);
    const { events } = given(group, ...engineers()).when(patch(id, [add(...many)]));
    expect(members(events).map(({ added, part, parts }) => [added.length, part, parts])).toEqual([
      [1_000, 1, 3],
      [1_000, 2, 3],
      [500, 3, 3],
    ]);
    expect(new Set(events.map(({ data }) => data.changeId)).size).toBe(1);
  });

  it('lets go of whom it is told that he was deleted', () => {
    const { events } = given(group, ...engineers(ann, bob)).when(drop(id, ann, cy), drop(id, ann));
    expect(members(events)).toEqual([{ added: [], removed: [ann], ...once, cause: 'member-deleted' }]);
  });

  it('is changed by nobody who knew another version', () => {
    const before = given(group, ...engineers(ann)).withRows(people);
    expect(before.when(patch(id, [add(bob)], '1')).refusal).toMatchObject({ kind: 'precondition' });
    expect(before.when(patch(id, [add(bob)], '2')).events).toHaveLength(1);
  });
});
