import type { OnDemandAnswer } from '../domain/on-demand/on-demand-answer';
import type { OnDemandChange } from '../domain/on-demand/on-demand-change';
import { onDemandResult, toldSteps } from './on-demand-result';

const job = { jobId: 'job-1', servicePrincipalId: 'sp-1', name: 'Samanage' };
const askedAt = new Date('2026-01-31T12:00:00.000Z');
const answer = (outcome: OnDemandAnswer['outcome'], more: Partial<OnDemandAnswer> = {}): OnDemandAnswer => ({
  ...{ changeId: '', cycleId: '', subjectId: '', subjectType: '', displayName: '', outcome, action: 'other' },
  ...{ samanageId: null, targetName: '', code: null, reason: null, nextAttemptAt: null },
  ...{ differences: [], remarks: [], steps: [], ...more },
});
const change = (
  subjectId: string,
  told: OnDemandAnswer | null,
  about: OnDemandChange['about'] = 'subject',
): OnDemandChange => ({
  ...{ changeId: `change of ${subjectId}`, subjectId, subjectType: subjectId === 'group' ? 'Group' : 'User', about },
  ...{ displayName: subjectId, askedAt, steps: [], answer: told, answeredAt: told && askedAt },
});
const group = (told: OnDemandAnswer | null) => change('group', told);
const members = (told: OnDemandAnswer) => change('group', told, 'members');

const created = answer('applied', { action: 'create' });
const unchanged = answer('unchanged', { code: 'RedundantExport', reason: 'The same' });
const failed = answer('parked', { code: 'Timeout', reason: 'No answer' });
const remark = { code: 'FieldNotTakenOver', field: 'title', text: 'No' };

describe('an answer on demand', () => {
  it.each<[name: string, changes: readonly OnDemandChange[], result: string, code: string | null, action: string]>([
    ['nothing changed', [group(unchanged), members(unchanged)], 'Skipped', 'RedundantExport', 'Other'],
    [
      'members alone changed',
      [group(unchanged), members(answer('applied', { action: 'update' }))],
      'Success',
      null,
      'Update',
    ],
    ['its members failed', [group(created), members(failed)], 'Failure', 'Timeout', 'Create'],
    ['a member failed', [group(created), members(created), change('a', failed)], 'Warning', 'Timeout', 'Create'],
    ['a member was skipped', [group(unchanged), change('a', answer('skipped'))], 'Skipped', 'RedundantExport', 'Other'],
    ['a member was created', [group(unchanged), change('a', created)], 'Skipped', 'RedundantExport', 'Other'],
    [
      'members have remarks',
      [group(created), members({ ...created, remarks: [remark] })],
      'Warning',
      remark.code,
      'Create',
    ],
    ['it is held back', [change('a', answer('staged', { action: 'disable' }))], 'Success', null, 'StagedDelete'],
  ])('of which %s', (_, changes, result, errorCode, action) => {
    const told = onDemandResult(job, changes);
    expect(JSON.parse(told?.key ?? '')).toMatchObject({ result, details: { errorCode } });
    expect(JSON.parse(told?.value ?? '')).toMatchObject({
      action,
      changeId: changes[0]?.changeId,
      statusInfo: { status: result },
    });
  });

  it('is none as long as a part of it is missing', () => {
    expect(onDemandResult(job, [group(created), change('a', null)])).toBeNull();
    expect(onDemandResult(job, [group(null), change('a', created)])).toBeNull();
    expect(toldSteps([group(null), change('a', null)])).toMatchObject([
      { name: 'EntryProvisionMember', status: 'Skipped', description: expect.stringContaining('not ended yet') },
    ]);
  });

  it('says when what is parked is tried again, if that is known', () => {
    const detailsOf = (nextAttemptAt: string | null) => {
      const told = onDemandResult(job, [change('a', { ...failed, nextAttemptAt })]);
      return (JSON.parse(told?.value ?? '') as { statusInfo: { additionalDetails: string } }).statusInfo;
    };
    expect(detailsOf('2026-01-31T13:00:00.000Z').additionalDetails).toBe('Tried again at 2026-01-31T13:00:00.000Z.');
    expect(detailsOf(null).additionalDetails).toMatch(/changes in the directory, or the rules change/);
    expect(detailsOf(null)).toMatchObject({ recommendedAction: expect.stringContaining('tried again by itself') });
  });

  it('tells that a group was retrieved once', () => {
    const steps = [{ name: 'EntryImport', type: 'import', status: 'success', description: '', details: {} }] as const;
    const told = toldSteps([
      { ...group(created), steps },
      { ...members(created), steps },
    ]);
    expect(told).toHaveLength(1);
  });
});
