import { given } from '@waybill/decider';
import { compileRules, type SynchronizationSchema } from '@waybill/provisioning-rules';
import { factsOf, jobId, now } from '../testing/evaluations';
import { schemaWith } from '../testing/rules';
import { group, type GroupCommand } from './group';
import type { GroupEvent } from './group-state';
import { membershipRows } from './memberships';

const groupId = '01a20d7b-0000-7333-918c-0000000000aa';
const compiled = (schema: object, version = 1) => ({
  version,
  compiled: compileRules(schema as SynchronizationSchema),
});
const all = compiled(schemaWith({ groupFilter: [] }));
const off = compiled(schemaWith({}));
const of = (changeId: string, rules = all) => ({ jobId, groupId, changeId, cycleId: 'cycle-1', rules, now });
const created = (rules = all): GroupCommand => ({
  type: 'take-in-group',
  ...of('change-1', rules),
  displayName: 'Sales',
  directoryVersion: 1,
  resource: { displayName: 'Sales' },
});
const joined = (...added: string[]): GroupCommand => ({
  type: 'take-in-members',
  ...of('change-2'),
  displayName: 'Sales',
  directoryVersion: 2,
  part: 1,
  parts: 1,
  added: added.map((id) => ({ id, type: 'User' })),
  removed: [],
});
const heard = (changeId: string, outcome: 'applied' | 'abandoned', ofMembers = false): GroupCommand => ({
  type: 'record-outcome',
  jobId,
  groupId,
  changeId,
  cycleId: 'cycle-1',
  outcome,
  link: ofMembers || outcome === 'abandoned' ? null : { samanageId: 2210, applied: { name: 'Sales' } },
});
const again = (changeId: string, more: object = {}): GroupCommand => ({
  type: 'evaluate-group-again',
  ...of(changeId),
  cycleId: `cycle of ${changeId}`,
  cause: 'cycle',
  ...more,
});
const onDemand = (changeId: string, withMembers: boolean) => again(changeId, { cause: 'on-demand', withMembers });
type Told = Extract<GroupCommand, { type: 'tell-members-again' }>['told'];
const tellAgain = (changeId: string, told: Told, rules = all): GroupCommand => ({
  type: 'tell-members-again',
  ...of(changeId, rules),
  told,
});

/** Who is a member is a row, whichever of its owner's rows were asked for. */
const membership = (...owners: string[]) =>
  owners.map((owner) => ({ collection: membershipRows, owner, key: groupId, row: {} }));
const about = (...commands: GroupCommand[]) =>
  given(group)
    .withRows([...factsOf(), ...membership('u1', 'u2')])
    .when(...commands);
const gistOf = ({ type, data }: GroupEvent): string => {
  const name = type.replace('mapping.', '');
  if ('presence' in data) return `${name} ${data.presence}`;
  return 'skipReason' in data ? `${name} ${data.skipReason}` : name;
};
const last = (...commands: GroupCommand[]) => about(...commands).events.at(-1);
const lastGist = (...commands: GroupCommand[]) =>
  about(...commands)
    .events.slice(-1)
    .map(gistOf)[0];

const before = [created(), joined('u1', 'u2'), heard('change-1', 'applied'), heard('change-2', 'applied', true)];

describe('what the connector tells of a group', () => {
  it('leaves its link and the values last applied; of its members, neither', () => {
    const { events, state } = about(...before, heard('change-2', 'applied', true));
    expect(events.slice(-2).map(({ data }) => data)).toEqual([
      expect.objectContaining({ subjectId: groupId, subjectType: 'Group', outcome: 'applied' }),
      expect.objectContaining({ changeId: 'change-2', link: null }),
    ]);
    expect(state).toMatchObject({ samanageId: 2210, applied: { name: 'Sales' }, outcomeOf: 'change-2' });
  });

  it('may be another link, of which the values are not known', () => {
    const { events, state } = about(...before, { type: 'record-link', jobId, groupId, samanageId: 3 });
    expect(events.at(-1)?.data).toEqual({ subjectId: groupId, subjectType: 'Group', samanageId: 3 });
    expect(state).toMatchObject({ samanageId: 3, applied: null });
  });

  it.each<[name: string, commands: GroupCommand[], last: string]>([
    ['new rules want the same', [again('c-1', { rules: { ...all, version: 2 } })], 'subject-skipped Abandoned'],
    ['new rules want something else', [again('c-1', { rules: { ...off, version: 2 } })], 'group-desired unmanaged'],
    ['a restart', [again('c-1')], 'group-desired present'],
    ['an admin asks for it', [onDemand('d-1', false)], 'group-desired present'],
    [
      'a change of its members ends',
      [heard('m-1', 'applied', true), again('c-1', { rules: { ...all, version: 2 } })],
      'subject-skipped Abandoned',
    ],
  ])('of what was given up, where %s', (_, commands, gist) => {
    expect(lastGist(created(), heard('change-1', 'abandoned'), ...commands)).toBe(gist);
  });

  it('of members that were given up says nothing of the group', () => {
    expect(lastGist(...before, heard('m-1', 'abandoned'), again('c-1'))).toBe('change-unchanged');
  });
});

describe('a group that an admin asks for', () => {
  it('is passed on as it was, and alone where members are named', () => {
    const { events, state } = about(...before, onDemand('d-1', false));
    expect(events.at(-1)?.data).toMatchObject({ presence: 'present', cause: 'on-demand', snapshotFollows: false });
    expect(state.onDemand).toEqual(['d-1']);
    expect(last(...before, onDemand('d-1', true))?.data).toMatchObject({ snapshotFollows: true });
  });

  it('that nobody found or made has its members told', () => {
    expect(last(created(), joined('u1'), onDemand('d-1', false))?.data).toMatchObject({ snapshotFollows: true });
  });

  it('has told which of some people are members, and which are none', () => {
    const { events, state } = about(...before, tellAgain('d-2', { named: ['u1', 'u3', 'u2'] }));
    expect(events.at(-1)?.data).toMatchObject({
      changeId: 'd-2',
      cause: 'on-demand',
      added: ['u1', 'u2'],
      removed: ['u3'],
      snapshot: null,
      part: 1,
      parts: 1,
    });
    expect(state.onDemand).toEqual(['d-2']);
  });

  it('has everybody told in parts, as long as nobody joins or leaves', () => {
    const everybody = Array.from({ length: 1_001 }, (_, index) => `u${index}`);
    const tell = (directoryVersion: number) => tellAgain('d-2', { everybody, directoryVersion });
    const { events, state } = about(...before, onDemand('d-1', true), tell(2), tell(2));
    expect(events.filter(({ type }) => type === 'mapping.members-desired')).toHaveLength(3);
    expect(events.slice(-2).map(({ data }) => data)).toMatchObject([
      { part: 1, parts: 2, snapshot: { total: 1_001 } },
      { part: 2, parts: 2, added: ['u1000'], snapshot: { total: 1_001 } },
    ]);
    expect(state).toMatchObject({ snapshotDue: false, onDemand: ['d-1', 'd-2'] });
    expect(about(...before, tell(1)).refusal).toMatchObject({ kind: 'conflict', code: 'mapping.group-changed' });
  });

  it('that is not wanted has no members to be told', () => {
    const tell = (rules: typeof all) => tellAgain('d-2', { named: ['u1'] }, rules);
    expect(lastGist(created(off), tell(off))).toBe('subject-skipped GroupsNotMapped');
    expect(lastGist(created(off), tell(all))).toBe('subject-skipped NotEffectivelyEntitled');
    expect(about(created({ ...all, version: 2 }), tell(all)).refusal).toMatchObject({ code: 'mapping.rules-outdated' });
  });

  it('and of its members, is answered once each', () => {
    const answered = (changeId: string): GroupCommand => ({
      ...(heard(changeId, 'applied', changeId === 'd-2') as Extract<GroupCommand, { type: 'record-outcome' }>),
      answer: {
        ...{ changeId, cycleId: 'cycle-1', subjectId: groupId, subjectType: 'Group', displayName: 'Sales' },
        ...{ outcome: 'applied', action: 'update', samanageId: 2210, targetName: 'Sales', code: null, reason: null },
        ...{ nextAttemptAt: null, differences: [], remarks: [], steps: [] },
      },
    });
    const asked = [...before, onDemand('d-1', false), tellAgain('d-2', { named: ['u1'] })];
    const { events, state } = about(...asked, answered('d-1'), answered('d-2'));
    expect(events.slice(-4).map(gistOf)).toEqual([
      'outcome-recorded',
      'on-demand-answered',
      'outcome-recorded',
      'on-demand-answered',
    ]);
    expect(state.onDemand).toEqual([]);
  });
});
