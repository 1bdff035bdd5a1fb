import { changeId, cycleId, groupId, step, told } from '../testing/told-events';
import type { ChangeParts } from './change-course';
import { provisioningRecord } from './provisioning-record';
import { type ToldEvent, toldEvent } from './telling';

const job = { jobId: 'job-1', servicePrincipalId: 'sp-1', name: 'Samanage' };
const at = '2026-01-31T12:00:02.785Z';
const recordOf = (event: ToldEvent, parts: ChangeParts = {}) =>
  provisioningRecord({ id: 'event-1', at, event, parts, job });
const people = (letter: string, count: number) => Array.from({ length: count }, (_, n) => `${letter}${n}`);

describe('a record of a group', () => {
  const engineering = { displayName: 'Engineering', identityType: 'Group', details: {} };

  it('reads like that of an account', () => {
    expect(recordOf(told('samanage.group-created'))).toMatchObject({
      changeId,
      cycleId,
      provisioningAction: 'create',
      provisioningStatusInfo: { status: 'success', errorInformation: null },
      sourceIdentity: { id: groupId, ...engineering },
      targetIdentity: { id: '77', ...engineering },
      provisioningSteps: [{ name: 'EntryExportAdd' }],
      modifiedProperties: [{ displayName: 'description', oldValue: null, newValue: 'Builds things' }],
    });
  });

  it('shows no value that it must not show', () => {
    const known = { decision: { steps: [], redacted: ['description', 'name'] } };
    const { modifiedProperties, targetIdentity } = recordOf(told('samanage.group-updated'), known);
    expect(modifiedProperties).toEqual([{ displayName: 'description', oldValue: null, newValue: '[Redact]' }]);
    expect(targetIdentity.displayName).toBe('[Redact]');
  });

  it('of a release that wrote no groups says so, and nothing else', () => {
    const kept = { changeId, cycleId, groupId, displayName: 'Engineering' };
    const { provisioningSteps, targetIdentity } = recordOf(
      toldEvent({ type: 'samanage.group-skipped', version: 1, data: kept }),
    );
    expect(targetIdentity.id).toBe('');
    expect(provisioningSteps).toMatchObject([{ details: { SkipReason: 'GroupsNotWritten' } }]);
  });
});

describe('a record of members', () => {
  const member = (oldValue: string | null, newValue: string | null) => ({ displayName: 'members', oldValue, newValue });

  it('names whoever joined and left, and counts them', () => {
    const record = recordOf(told('samanage.members-updated'), { memberships: { joined: ['a', 'b'], left: ['c'] } });
    expect(record).toMatchObject({
      provisioningAction: 'update',
      sourceIdentity: { id: groupId, identityType: 'Group' },
      targetIdentity: { id: '77', displayName: 'Engineering', identityType: 'Group' },
      provisioningStatusInfo: { status: 'success', errorInformation: null },
    });
    expect(record.modifiedProperties).toEqual([member(null, 'a'), member(null, 'b'), member('c', null)]);
    expect(record.provisioningSteps).toEqual([
      {
        name: 'EntryExportUpdate',
        provisioningStepType: 'export',
        status: 'success',
        description: '2 joined, 1 left, 0 wait for an account',
        details: { MembersJoined: '2', MembersLeft: '1', MembersWaiting: '0' },
      },
    ]);
  });

  it('warns where some wait for an account', () => {
    const text = '4 members have no account yet.';
    const remarks = [{ code: 'UnableToResolveReferenceAttributeValue', field: 'members', text }];
    const { provisioningStatusInfo, provisioningSteps } = recordOf(
      told('samanage.members-updated', { remarks, waiting: 4 }),
    );
    expect(provisioningStatusInfo).toMatchObject({
      status: 'warning',
      errorInformation: { errorCode: 'UnableToResolveReferenceAttributeValue', reason: text },
    });
    expect(provisioningSteps.at(-1)).toMatchObject({ status: 'warning', details: { MembersWaiting: '4' } });
  });

  it.each([
    [900, 90, 990, 0],
    [1_000, 1, 1_000, 1],
    [600, 700, 1_000, 300],
    [5_000, 0, 1_000, 4_000],
  ])('of %d who joined and %d who left names %d, and counts the other %d', (added, removed, named, notNamed) => {
    const memberships = { joined: people('j', Math.min(added, 1_000)), left: people('l', Math.min(removed, 1_000)) };
    const { modifiedProperties, provisioningSteps } = recordOf(told('samanage.members-updated', { added, removed }), {
      memberships,
    });
    expect(modifiedProperties).toHaveLength(named);
    expect(modifiedProperties[0]).toEqual(member(null, 'j0'));
    const last = provisioningSteps.at(-1);
    expect(last?.details['NotNamed']).toBe(notNamed > 0 ? String(notNamed) : undefined);
    expect(/(\d+) of them are not named/.exec(last?.description ?? '')?.[1] ?? '0').toBe(String(notNamed));
  });

  it.each([
    ['samanage.members-unchanged', 'RedundantExport'],
    ['samanage.members-skipped', 'NotEffectivelyEntitled'],
  ] as const)('says why nothing came of %s: %s, unless the connector does', (type, SkipReason) => {
    const record = recordOf(told(type, { waiting: 3 }));
    expect(record.provisioningStatusInfo).toEqual({ status: 'skipped', errorInformation: null });
    expect(record.provisioningSteps).toMatchObject([
      { name: 'EntrySynchronizationSkip', status: 'skipped', details: { SkipReason, MembersWaiting: '3' } },
    ]);
    const steps = [step('EntrySynchronizationSkip', 'export', { SkipReason: 'ActionNotAllowed' })];
    expect(recordOf(told(type, { steps })).provisioningSteps).toMatchObject([
      { details: { SkipReason: 'ActionNotAllowed' } },
    ]);
  });

  it('of a change that was given up names whom it had written', () => {
    const memberships = { joined: ['a'], left: [] };
    const given = told('samanage.change-abandoned', { subjectId: groupId, subjectType: 'Group' });
    expect(recordOf(given, { memberships }).modifiedProperties).toEqual([member(null, 'a')]);
    const parked = told('samanage.change-parked', { subjectId: groupId, subjectType: 'Group' });
    expect(recordOf(parked, { memberships }).modifiedProperties).toEqual([]);
  });
});

describe('what an admin said about a change that could not be applied', () => {
  const words = [
    { what: 'edited', by: 'admin:local', reason: 'a typo', members: ['title'], at: '2026-01-31T12:00:01.000Z' },
    { what: 'retried', by: 'admin:local', reason: '', members: [], at: '2026-01-31T12:00:01.000Z' },
    { what: 'retried', by: 'admin:other', reason: '', members: [], at: '2026-01-31T12:00:09.000Z' },
  ] as const;

  it('is a step, from the decision to the attempt; what came later is none', () => {
    const decision = { steps: [step('EntrySynchronizationScoping', 'scoping')] };
    const { provisioningSteps } = recordOf(told('samanage.account-created'), { decision, words });
    expect(provisioningSteps).toMatchObject([
      { name: 'EntrySynchronizationScoping' },
      { description: 'Edited by admin:local: a typo', details: { EditedBy: 'admin:local', Members: 'title' } },
      { description: 'Another attempt was asked for by admin:local', details: { RetriedBy: 'admin:local' } },
      { name: 'EntryExportAdd' },
    ]);
  });

  it('ends it where it was given up, with who and why', () => {
    const record = recordOf(told('samanage.change-abandoned'));
    const reason = 'Given up by admin:local: she has left';
    expect(record.provisioningStatusInfo).toMatchObject({
      status: 'failure',
      errorInformation: { errorCode: 'Abandoned', reason, errorCategory: 'failure' },
    });
    expect(record.provisioningSteps).toMatchObject([
      {
        name: 'EntrySynchronizationAbandon',
        status: 'failure',
        description: reason,
        details: { AbandonedBy: 'admin:local' },
      },
    ]);
  });
});
