import type { GroupDesired, MembersDesired } from '@waybill/contracts';
import { given } from '@waybill/decider';
import { group, type GroupCommand } from './group';
import type { GroupEvent } from './group-state';

const jobId = 'job';
const groupId = '01a20d80-2f1c-75e1-98ed-47992af13eaa';
const told = {
  cycleId: 'cycle',
  groupId,
  directoryVersion: 1,
  rulesVersion: 1,
  displayName: 'Sales',
  cause: 'directory' as const,
  steps: [],
};
const wanted = { values: { name: 'Sales' }, onCreation: {}, ifEmpty: {}, alwaysSent: [], matching: [], redacted: [] };

const desireGroup = (
  version: number,
  changeId = `g${version}`,
  more: Partial<GroupDesired['data']> = {},
): GroupCommand => ({
  type: 'desire-group',
  jobId,
  version,
  desired: {
    ...told,
    changeId,
    presence: 'present',
    group: wanted,
    allowed: { create: true, update: true, delete: true },
    loss: null,
    snapshotFollows: false,
    ...more,
  },
});
const desireMembers = (
  version: number,
  changeId = `m${version}`,
  more: Partial<MembersDesired['data']> = {},
): GroupCommand => ({
  type: 'desire-members',
  jobId,
  version,
  desired: { ...told, changeId, part: 1, parts: 1, added: ['ann'], removed: [], snapshot: null, ...more },
});
const created = (changeId: string): GroupCommand => ({
  type: 'record-group-outcome',
  jobId,
  groupId,
  outcomeType: 'samanage.group-created',
  outcome: {
    changeId,
    version: 1,
    samanageId: 7,
    targetName: 'Sales',
    differences: [],
    remarks: [],
    steps: [],
    applied: {},
    refusedFields: {},
    attempts: 1,
    durationMilliseconds: 1,
  },
});
const written = (changeId: string, added: string[], removed: string[] = []): GroupCommand => ({
  type: 'record-memberships',
  jobId,
  groupId,
  written: {
    changeId,
    groupId,
    samanageId: 7,
    added: added.map((userId) => ({ userId, membershipId: 1 })),
    removed,
    failed: [],
  },
});
const endMembers = (version: number, waiting: Record<string, number> = {}, isWritten = true): GroupCommand => ({
  type: 'end-members',
  jobId,
  groupId,
  report: {
    version,
    samanageId: 7,
    targetName: 'Sales',
    isWritten,
    waiting,
    remarks: [],
    steps: [],
    attempts: 1,
    durationMilliseconds: 1,
  },
});
const park = (kind: 'group' | 'members', reason = 'no'): GroupCommand => ({
  type: 'park-change',
  jobId,
  groupId,
  kind,
  parked: {
    version: 1,
    samanageId: null,
    action: 'create',
    code: 'Code',
    reason,
    attempts: 1,
    nextAttemptAt: '2026-01-31T12:00:00.000Z',
    steps: [],
  },
});
const abandon = (changeId: string): GroupCommand => ({
  type: 'abandon-change',
  jobId,
  groupId,
  changeId,
  by: 'admin:local',
  reason: 'Enough.',
});
const resolve = (changeId: string): GroupCommand => ({
  type: 'resolve-members',
  jobId,
  groupId,
  changeId,
  cycleId: 'own',
  userIds: ['ann'],
});

const changeOf = (data: GroupEvent['data']): string => ('changeId' in data ? data.changeId : '');
const toldOf = (...commands: GroupCommand[]): string[] =>
  given(group)
    .when(...commands)
    .events.map(({ type, data }) => `${type.slice(9)} ${changeOf(data)}`)
    .filter((line) => !line.includes('received'));

describe('a group at Samanage', () => {
  it.each([
    ['its own change ends with its outcome', [desireGroup(1), created('g1')], ['group-created g1']],
    [
      'a newer one replaces an older one',
      [desireGroup(1), desireGroup(2), created('g2')],
      ['change-superseded g1', 'group-created g2'],
    ],
    ['an older one that comes late has no effect', [desireGroup(2), desireGroup(1)], ['change-superseded g1']],
    [
      'one that comes again says nothing',
      [desireGroup(1), desireGroup(1), created('g1'), desireGroup(1)],
      ['group-created g1'],
    ],
    [
      'deltas are never superseded',
      [desireMembers(1), desireMembers(2), written('m1', ['ann']), endMembers(2)],
      ['memberships-written m1', 'members-updated m1', 'members-unchanged m2'],
    ],
    [
      'a delta that came meanwhile stays open',
      [desireMembers(1), desireMembers(2), endMembers(1)],
      ['members-unchanged m1'],
    ],
    [
      'its members are left alone where it is not wanted',
      [desireMembers(1), endMembers(1, {}, false)],
      ['members-skipped m1'],
    ],
    [
      'a group that is parked is parked under its own change',
      [desireGroup(1), desireMembers(2), park('group')],
      ['change-parked g1'],
    ],
    [
      'members are parked under theirs',
      [desireGroup(1), created('g1'), desireMembers(2), park('members')],
      ['group-created g1', 'change-parked m2'],
    ],
    [
      'the same reason is not told twice',
      [desireGroup(1), park('group'), park('group'), park('group', 'other')],
      ['change-parked g1', 'change-parked g1'],
    ],
    [
      'giving up the newest gives up what it replaced, and no delta',
      [desireGroup(1), desireMembers(2), desireGroup(3), park('group'), abandon('g3')],
      ['change-parked g3', 'change-superseded g1', 'change-abandoned g3'],
    ],
  ])('%s', (_, commands, lines) => {
    expect(toldOf(...commands)).toEqual(lines);
  });

  it('counts for each change of its members what its own calls did', () => {
    const { events } = given(group).when(
      desireMembers(1),
      desireMembers(2, 'm2', { added: ['ben', 'cleo'], removed: ['dan'] }),
      written('m1', ['ann']),
      written('m2', ['ben'], ['dan']),
      endMembers(2, { m2: 1 }),
    );
    const ended = events.filter(({ type }) => type === 'samanage.members-updated').map(({ data }) => data);
    expect(ended).toMatchObject([
      { changeId: 'm1', added: 1, removed: 0, waiting: 0, remarks: [] },
      {
        changeId: 'm2',
        added: 1,
        removed: 1,
        waiting: 1,
        remarks: [{ code: 'UnableToResolveReferenceAttributeValue' }],
      },
    ]);
  });

  it('opens a change of its own for people who appeared, unless one is open', () => {
    const received = (...commands: GroupCommand[]) =>
      given(group)
        .when(...commands)
        .events.filter(({ type }) => type === 'samanage.members-received')
        .map(({ data }) => changeOf(data));
    expect(received(desireGroup(1), resolve('own'))).toEqual(['own']);
    expect(received(desireGroup(1), desireMembers(2), resolve('own'))).toEqual(['m2']);
    expect(received(resolve('own'))).toEqual([]);
  });

  it('gives up nothing that is not parked', () => {
    const { refusal } = given(group).when(desireGroup(1), abandon('g1'));
    expect(refusal?.code).toBe('samanage-connector.nothing-parked');
  });
});
