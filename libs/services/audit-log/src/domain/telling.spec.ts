import { contexts } from '@waybill/contracts';
import { changeId, cycleId, told, userId } from '../testing/told-events';
import { subjectOf, tellingOf, type ToldEvent, toldEvent } from './telling';

const remarks = [{ code: 'FieldNotTakenOver', field: 'department', text: 'Samanage did not take department over.' }];

describe('how an outcome reads in the words of Azure AD', () => {
  it.each<[ToldEvent['type'], object, string]>([
    ['samanage.account-created', {}, 'success create applied'],
    ['samanage.account-linked', {}, 'success update applied'],
    ['samanage.account-updated', {}, 'success update applied'],
    ['samanage.account-enabled', {}, 'success update applied'],
    ['samanage.account-disabled', {}, 'success disable applied'],
    ['samanage.account-deleted', {}, 'success delete applied'],
    ['samanage.account-created', { remarks }, 'warning create applied'],
    ['samanage.account-linked', { remarks }, 'warning update applied'],
    ['samanage.account-updated', { remarks }, 'warning update applied'],
    ['samanage.account-disabled', { remarks }, 'warning disable applied'],
    ['samanage.account-unchanged', {}, 'skipped other unchanged'],
    ['samanage.account-unchanged', { remarks }, 'skipped other unchanged'],
    ['samanage.account-skipped', {}, 'skipped other skipped'],
    ['samanage.change-superseded', {}, 'skipped other superseded'],
    ['samanage.change-parked', { action: 'create' }, 'failure create null'],
    ['samanage.change-parked', { action: 'update' }, 'failure update null'],
    ['samanage.change-parked', { action: 'disable' }, 'failure disable null'],
    ['samanage.change-parked', { action: 'delete' }, 'failure delete null'],
    ['mapping.subject-skipped', {}, 'skipped other skipped'],
    ['mapping.change-superseded', {}, 'skipped other superseded'],
    ['mapping.change-parked', {}, 'failure other null'],
    ['directory.request-refused', {}, 'failure other null'],
  ])('%s %j: %s', (type, more, expected) => {
    const telling = tellingOf(told(type, more));
    expect(`${telling?.status} ${telling?.action} ${telling?.outcome}`).toBe(expected);
  });

  it('leaves out what is no outcome and no obstacle', () => {
    const untold = contexts
      .flatMap(({ events }) => events.map(({ type }) => type))
      .filter((type) => !tellingOf({ type, data: {} }));
    expect(untold).toEqual([
      'directory.job-connected',
      'directory.user-created',
      'directory.user-changed',
      'directory.user-deleted',
      'directory.group-created',
      'directory.group-changed',
      'directory.group-deleted',
      'directory.members-changed',
      'directory.resource-created',
      'directory.resource-changed',
      'directory.resource-deleted',
      'directory.token-issued',
      'directory.token-revoked',
      'directory.schema-uploaded',
      'directory.resource-type-defined',
      'directory.switches-set',
      'directory.tally-stated',
      'mapping.account-desired',
      'mapping.outcome-recorded',
      'mapping.tally-stated',
      'job.created',
      'job.rules-applied',
      'job.started',
      'job.cycle-opened',
      'samanage.job-connected',
      'samanage.change-received',
      'samanage.tally-stated',
      'audit.entry-recorded',
    ]);
  });
});

describe('whom an event speaks of', () => {
  const adele = { id: userId, displayName: 'Adele Vance', type: 'User' };

  it.each<[ToldEvent['type'], object, object]>([
    ['samanage.account-created', {}, { changeId, cycleId, ...adele }],
    ['mapping.change-parked', {}, { changeId, cycleId, ...adele }],
    ['mapping.subject-skipped', {}, { changeId, cycleId, ...adele }],
    ['mapping.subject-skipped', { subjectType: 'Device' }, { changeId, cycleId, ...adele, type: 'Device' }],
    [
      'directory.request-refused',
      {},
      { changeId: 'entra-request-7', cycleId: '', id: '', displayName: '', type: 'User' },
    ],
    ['directory.request-refused', { kind: null }, { id: '', type: 'User' }],
    ['directory.request-refused', { kind: 'Group', subjectId: 'g-1' }, { id: 'g-1', type: 'Group' }],
  ])('in %s %j', (type, more, subject) => {
    expect(subjectOf(told(type, more))).toMatchObject(subject);
  });

  it('is known also where the event was kept when it said so in other words', () => {
    const kept = { type: 'mapping.subject-skipped', data: { changeId, cycleId, userId, displayName: 'Adele Vance' } };
    expect(subjectOf(toldEvent(kept))).toEqual({ changeId, cycleId, ...adele });
    const today = told('mapping.subject-skipped', { subjectType: 'Group' });
    expect(toldEvent({ ...today, version: 2 })).toMatchObject(today);
  });
});
