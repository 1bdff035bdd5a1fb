import { given } from '@waybill/decider';
import { compileRules, type SynchronizationSchema } from '@waybill/provisioning-rules';
import { brakeOf, factsOf, jobId, now } from '../testing/evaluations';
import { clause, schemaWith } from '../testing/rules';
import { group, type GroupCommand } from './group';
import type { GroupEvent } from './group-state';
import { planGroup } from './plan/plan-group';

const groupId = '01a20d7b-0000-7333-918c-0000000000aa';
const compiled = (schema: object, version = 1) => ({
  version,
  compiled: compileRules(schema as SynchronizationSchema),
});
const off = compiled(schemaWith({}));
const all = compiled(schemaWith({ groupFilter: [] }));
const salesAlone = compiled(schemaWith({ groupFilter: [clause('displayName', 'EQUALS', 'Sales')] }));
const deleting = compiled(
  schemaWith({ settings: { OutOfScopeAction: 'delete' }, groupFilter: [clause('displayName', 'EQUALS', 'None')] }),
);

const of = (number: number, rules: typeof all) => ({
  jobId,
  groupId,
  changeId: `change-${number}`,
  cycleId: 'cycle-1',
  rules,
  now,
});
const told = (version: number, displayName: string | null, rules = all): GroupCommand => ({
  type: 'take-in-group',
  ...of(version, rules),
  displayName: displayName ?? 'Sales',
  directoryVersion: version,
  resource: displayName === null ? null : { displayName },
});
const joined = (version: number, added: string[], rules = all): GroupCommand => ({
  type: 'take-in-members',
  ...of(version, rules),
  displayName: 'Sales',
  directoryVersion: version,
  part: 1,
  parts: 1,
  added: added.map((id) => ({ id, type: 'User' })),
  removed: [],
});
const again = (number: number, rules: typeof all): GroupCommand => ({
  type: 'evaluate-group-again',
  ...of(number, rules),
  cycleId: `cycle-${number}`,
  cause: 'cycle',
});
const applied = (number: number): GroupCommand => ({
  type: 'record-outcome',
  jobId,
  groupId,
  changeId: `change-${number}`,
  cycleId: 'cycle-1',
  outcome: 'applied',
  link: { samanageId: 2210, applied: { name: 'Sales', description: null } },
});
const about = (...commands: GroupCommand[]) =>
  given(group)
    .withRows(factsOf())
    .when(...commands);
const gistOf = ({ type, data }: GroupEvent): string => {
  const name = type.replace('mapping.', '');
  if ('presence' in data) return `${name} ${data.presence}`;
  return 'skipReason' in data ? `${name} ${data.skipReason}` : name;
};
const gists = (events: readonly GroupEvent[]) => events.filter(({ type }) => !type.endsWith('taken-in')).map(gistOf);

/** What is told of a group under which rules, and what is decided. */
const decisions: readonly [name: string, commands: GroupCommand[], ...decided: string[]][] = [
  ['groups are switched off', [told(1, 'Sales', off)], 'subject-skipped GroupsNotMapped'],
  ['it is in scope', [told(1, 'Sales')], 'group-desired present'],
  ['it passes no filter', [told(1, 'Retail', salesAlone)], 'subject-skipped NotEffectivelyEntitled'],
  ['it has no name', [told(1, '')], 'subject-skipped ImportSkipped'],
  ['it loses its name', [told(1, 'Sales'), told(2, '')], 'group-desired present', 'change-parked'],
  [
    'it gets a name again',
    [told(1, 'Sales'), told(2, ''), told(3, 'S')],
    'group-desired present',
    'change-parked',
    'change-superseded',
    'group-desired present',
  ],
  [
    'it leaves the filter',
    [told(1, 'Sales', salesAlone), told(2, 'Retail', salesAlone)],
    'group-desired present',
    'group-desired unmanaged',
  ],
  [
    'it leaves the filter of a job that deletes',
    [told(1, 'Sales'), told(2, 'Sales', deleting)],
    'group-desired present',
    'group-desired absent',
  ],
  ['it is deleted', [told(1, 'Sales'), told(2, null)], 'group-desired present', 'group-desired absent'],
  [
    'it is deleted before it was wanted',
    [told(1, 'Sales', off), told(2, null, all)],
    'subject-skipped GroupsNotMapped',
    'subject-skipped NotEffectivelyEntitled',
  ],
  [
    'members join a group that is wanted',
    [told(1, 'Sales'), joined(2, ['u1'])],
    'group-desired present',
    'members-desired',
  ],
  [
    'members join a group that is not',
    [told(1, 'Sales', off), joined(2, ['u1'], off)],
    'subject-skipped GroupsNotMapped',
    'subject-skipped GroupsNotMapped',
  ],
  [
    'nothing else is wanted in a cycle',
    [told(1, 'Sales'), applied(1), again(9, all)],
    'group-desired present',
    'outcome-recorded',
    'change-unchanged',
  ],
  [
    'nothing else is wanted in a cycle, and nobody found or made it',
    [told(1, 'Sales'), again(9, all)],
    'group-desired present',
    'group-desired present',
  ],
  [
    'a cycle comes twice',
    [told(1, 'Sales'), applied(1), again(9, all), again(9, all)],
    'group-desired present',
    'outcome-recorded',
    'change-unchanged',
  ],
  [
    'groups are switched off in a cycle',
    [told(1, 'Sales'), again(9, off)],
    'group-desired present',
    'group-desired unmanaged',
  ],
  ['a message comes again', [told(1, 'Sales'), told(1, 'Sales')], 'group-desired present'],
];

describe('a directory group', () => {
  it.each(decisions)('of which %s', (_, commands, ...decided) => {
    expect(gists(about(...commands).events)).toEqual(decided);
  });

  it('that comes into scope has all of its members told, once and only as they are', () => {
    const before = [told(1, 'Sales', off), joined(2, ['u1', 'u2'], off), again(9, all)];
    const { events, state } = about(...before);
    expect(events.at(-1)?.data).toMatchObject({ presence: 'present', snapshotFollows: true });
    expect(state).toMatchObject({ members: 2, snapshotDue: true });
    const tell = (directoryVersion: number): GroupCommand => ({
      type: 'tell-members',
      ...of(10, all),
      directoryVersion,
      part: 1,
      parts: 1,
      members: ['u1', 'u2'],
      total: 2,
    });
    expect(about(...before, tell(1)).events).toHaveLength(events.length);
    const told2 = about(...before, tell(2), tell(2));
    expect(told2.events.slice(events.length)).toMatchObject([
      { type: 'mapping.members-desired', data: { added: ['u1', 'u2'], snapshot: { total: 2 }, cause: 'cycle' } },
    ]);
    expect(told2.state.snapshotDue).toBe(false);
  });

  it('whose members left while groups were switched off has it told that there are none', () => {
    const removed: GroupCommand = { ...joined(3, [], off), removed: ['u1'] } as GroupCommand;
    const { state } = about(told(1, 'Sales'), joined(2, ['u1']), again(9, off), removed, again(10, all));
    expect(state).toMatchObject({ lastDesired: { presence: 'present' }, members: 0, snapshotDue: true });
  });

  it('whose members are told stays evaluated in its cycle, under its rules', () => {
    const before = [told(1, 'Sales', off), joined(2, ['u1'], off), again(9, { ...all, version: 2 })];
    const tell = (rules: typeof all): GroupCommand => ({
      type: 'tell-members',
      ...of(50, rules),
      directoryVersion: 2,
      part: 1,
      parts: 1,
      members: ['u1'],
      total: 1,
    });
    expect(about(...before, tell(all)).refusal).toMatchObject({ code: 'mapping.rules-outdated' });
    const told2 = about(...before, tell({ ...all, version: 2 }));
    expect(told2.state.evaluatedIn).toBe('cycle-9');
  });

  it('is held back by the deletion brake, and let go or given up by an admin', () => {
    const stopped = given(group).withRows(brakeOf({ count: 0 }));
    const gone = [told(1, 'Sales'), told(2, null)];
    const release: GroupCommand = {
      type: 'release-group-change',
      jobId,
      groupId,
      rules: all,
      now,
      releasedBy: 'admin',
    };
    const abandon: GroupCommand = { type: 'abandon-group-change', jobId, groupId, abandonedBy: 'admin', reason: 'no' };
    expect(gists(stopped.when(...gone).events)).toEqual(['group-desired present', 'change-staged']);
    expect(gists(stopped.when(...gone, release).events).slice(2)).toEqual(['change-released', 'group-desired absent']);
    expect(gists(stopped.when(...gone, abandon).events).slice(2)).toEqual(['change-abandoned']);
    expect(stopped.when(...gone, abandon, release).refusal).toMatchObject({ code: 'mapping.nothing-staged' });
  });

  it('whose deletion is held back is not emptied meanwhile', () => {
    const before = [told(1, 'Sales', off), joined(2, ['u1'], off), again(9, all), told(3, null)];
    const tell = {
      type: 'tell-members',
      ...of(50, all),
      directoryVersion: 3,
      part: 1,
      parts: 1,
      members: [],
      total: 0,
    } as const;
    const { events } = given(group)
      .withRows(brakeOf({ count: 0 }))
      .when(...before, tell);
    expect(events.at(-1)?.type).toBe('mapping.change-staged');
  });

  it('of whose members an older release kept none tells as many as there are', () => {
    const left = { ...joined(2, []), removed: ['u1', 'u2'] } as GroupCommand;
    const tell = {
      type: 'tell-members',
      ...of(50, all),
      directoryVersion: 3,
      part: 1,
      parts: 1,
      members: ['u3'],
      total: 1,
    } as const;
    const { events } = about(told(1, 'Sales', off), left, { ...joined(3, ['u3'], off) }, again(9, all), tell);
    expect(events.at(-1)?.data).toMatchObject({ added: ['u3'], snapshot: { total: 1 } });
  });

  it('is planned as it would be decided', () => {
    const plan = (rules: typeof all, ...commands: GroupCommand[]) =>
      planGroup(about(...commands).state, rules.compiled, { now, seed: 's' });
    expect(plan(all, told(1, 'Sales', off))).toMatchObject({
      kind: 'createOrMatch',
      attributes: [{ attribute: 'name', to: 'Sales' }],
    });
    expect(plan(off, told(1, 'Sales', off))).toMatchObject({ kind: 'skip', reason: 'GroupsNotMapped' });
    expect(plan(all, told(1, 'Sales')).kind).toBe('unchanged');
    expect(plan(off, told(1, 'Sales')).kind).toBe('leave');
    expect(plan(deleting, told(1, 'Sales')).kind).toBe('delete');
    expect(plan(off, told(1, 'Sales'), again(9, off)).kind).toBe('unchanged');
  });

  it('is planned as the rules allow, and without what no log may show', () => {
    interface Groups {
      synchronizationRules: { objectMappings: { flowTypes: string; attributeMappings: { source: object }[] }[] }[];
    }
    const edited = (edit: (groups: Groups['synchronizationRules'][0]['objectMappings'][0]) => void) => {
      const schema = schemaWith({ groupFilter: [] }) as Groups;
      const groups = schema.synchronizationRules[0]?.objectMappings[1];
      if (groups) edit(groups);
      return compiled(schema);
    };
    const expression = (name: string, text: string) => ({ type: 'Function', name, expression: text, parameters: [] });
    const vetoed = edited((groups) => {
      groups.flowTypes = 'Add, Delete';
      groups.attributeMappings[0] = {
        ...groups.attributeMappings[0],
        source: expression('Append', 'Append([displayName], "x")'),
      };
    });
    const redacted = edited((groups) => {
      groups.attributeMappings[1] = {
        ...groups.attributeMappings[1],
        source: expression('Redact', 'Redact([displayName])'),
      };
    });
    const plan = (rules: typeof all, command: GroupCommand) =>
      planGroup(about(command).state, rules.compiled, { now, seed: 's' });
    expect(plan(vetoed, told(1, 'Sales'))).toMatchObject({ kind: 'leave', reason: 'updates are switched off' });
    const { attributes } = plan(redacted, told(1, 'Secret', off));
    expect(attributes).toContainEqual({ attribute: 'description', from: null, to: '[Redact]' });
  });
});
