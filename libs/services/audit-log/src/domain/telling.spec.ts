import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contexts, definitionOf } from '@waybill/contracts';
import { changeId, cycleId, groupId, told, toldEvents, userId } from '../testing/told-events';
import { subjectOf, tellingOf, type ToldEvent, toldEvent } from './telling';

/** What the catalogue keeps of every version that ever was. */
const samplesFolder = join(__dirname, '../../../../contracts/samples');
const types = toldEvents.map(({ type }) => type);
const ofMapping = types.filter((type) => type.startsWith('mapping.'));
const ofGroups = types.filter((type) => /^samanage\.(group|members)-/.test(type));
const atConnector = types.filter((type) => type.startsWith('samanage.change-'));

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
    ['samanage.group-created', {}, 'success create applied'],
    ['samanage.group-created', { remarks }, 'warning create applied'],
    ['samanage.group-linked', {}, 'success update applied'],
    ['samanage.group-updated', {}, 'success update applied'],
    ['samanage.group-deleted', {}, 'success delete applied'],
    ['samanage.group-unchanged', {}, 'skipped other unchanged'],
    ['samanage.group-skipped', {}, 'skipped other skipped'],
    ['samanage.members-updated', {}, 'success update applied'],
    ['samanage.members-updated', { remarks }, 'warning update applied'],
    ['samanage.members-unchanged', {}, 'skipped other unchanged'],
    ['samanage.members-unchanged', { remarks }, 'skipped other unchanged'],
    ['samanage.members-skipped', {}, 'skipped other skipped'],
    ['samanage.change-abandoned', {}, 'failure other abandoned'],
    ['samanage.change-superseded', {}, 'skipped other superseded'],
    ['samanage.change-parked', { action: 'create' }, 'failure create null'],
    ['samanage.change-parked', { action: 'update' }, 'failure update null'],
    ['samanage.change-parked', { action: 'disable' }, 'failure disable null'],
    ['samanage.change-parked', { action: 'delete' }, 'failure delete null'],
    ['mapping.subject-skipped', {}, 'skipped other skipped'],
    ['mapping.change-unchanged', {}, 'skipped other unchanged'],
    ['mapping.change-superseded', {}, 'skipped other superseded'],
    ['mapping.change-parked', {}, 'failure other null'],
    ['mapping.change-staged', { action: 'disable' }, 'success stageddelete null'],
    ['mapping.change-staged', { action: 'delete' }, 'success stageddelete null'],
    ['mapping.change-abandoned', {}, 'failure other abandoned'],
    ['directory.request-refused', {}, 'failure other null'],
  ])('%s %j: %s', (type, more, expected) => {
    const telling = tellingOf(told(type, more));
    expect(`${telling?.status} ${telling?.action} ${telling?.outcome}`).toBe(expected);
  });

  it('is told with examples that the catalogue allows, one of each type', () => {
    for (const { type, data } of toldEvents) expect(() => definitionOf(type).data.parse(data)).not.toThrow();
    const known = contexts.flatMap(({ events }) => events.map(({ type }) => type));
    const tellable = known.filter((type) => tellingOf({ type, data: {} }));
    expect([...types].sort()).toEqual(tellable.sort());
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
      'mapping.user-taken-in',
      'mapping.group-taken-in',
      'mapping.members-taken-in',
      'mapping.tenant-taken-in',
      'mapping.roles-taken-in',
      'mapping.account-desired',
      'mapping.group-desired',
      'mapping.members-desired',
      'mapping.change-released',
      'mapping.outcome-recorded',
      'mapping.link-recorded',
      'mapping.on-demand-answered',
      'mapping.tally-stated',
      'job.created',
      'job.rules-applied',
      'job.started',
      'job.cycle-opened',
      'job.cycle-closed',
      'job.deletion-brake-set',
      'job.deletions-allowed',
      'samanage.job-connected',
      'samanage.credentials-changed',
      'samanage.job-settings-saved',
      'samanage.quarantine-entered',
      'samanage.quarantine-lifted',
      'samanage.parked-released',
      'samanage.roles-imported',
      'samanage.tenant-read',
      'samanage.reconciliation-policy-set',
      'samanage.reconciliation-ended',
      'samanage.change-received',
      'samanage.group-change-received',
      'samanage.members-received',
      'samanage.memberships-written',
      'samanage.change-edited',
      'samanage.change-retried',
      'samanage.link-set',
      'samanage.link-removed',
      'samanage.tally-stated',
      'audit.entry-recorded',
    ]);
  });
});

describe('whom an event speaks of', () => {
  const adele = { id: userId, displayName: 'Adele Vance', type: 'User' };
  const engineering = { id: groupId, displayName: 'Engineering', type: 'Group' };

  it.each<[ToldEvent['type'], object, object]>([
    ['samanage.account-created', {}, { changeId, cycleId, ...adele }],
    ...ofGroups.map((type): [ToldEvent['type'], object, object] => [type, {}, { changeId, cycleId, ...engineering }]),
    ...atConnector.flatMap((type): [ToldEvent['type'], object, object][] => [
      [type, {}, { changeId, cycleId, ...adele }],
      [type, { subjectType: 'Group' }, { changeId, cycleId, ...adele, type: 'Group' }],
    ]),
    ...ofMapping.flatMap((type): [ToldEvent['type'], object, object][] => [
      [type, {}, { changeId, cycleId, ...adele }],
      [type, { subjectType: 'Group' }, { changeId, cycleId, ...adele, type: 'Group' }],
    ]),
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
    expect(toldEvent({ ...today, version: 3 })).toMatchObject(today);
  });

  it.each(['samanage.change-parked', 'samanage.change-superseded'] as const)(
    'is known of %s also from when the connector knew accounts alone',
    (type) => {
      const { subjectId, subjectType: _, ...data } = told(type).data as unknown as Record<string, unknown>;
      const event = toldEvent({ type, version: 1, data: { ...data, userId: subjectId } });
      expect(event).toMatchObject(told(type));
      expect(subjectOf(event)).toEqual({ changeId, cycleId, ...adele });
    },
  );

  const samples = readdirSync(samplesFolder).flatMap((file) => {
    const [, type = '', version] = /^(.*)\.v(\d+)\.json$/.exec(file) ?? [];
    return (types as string[]).includes(type) ? [{ file, type, version: Number(version) }] : [];
  });

  it.each(samples)('is known from $file, as it was kept', ({ file, type, version }) => {
    const data = JSON.parse(readFileSync(join(samplesFolder, file), 'utf8')) as Record<string, string>;
    const event = toldEvent({ type, version, data });
    expect(() => definitionOf(type).data.parse(event.data)).not.toThrow();
    const subject = subjectOf(event);
    const { changeId, correlationId, cycleId = '', userId, groupId, subjectId } = data;
    expect(subject).toMatchObject({
      changeId: changeId ?? correlationId,
      cycleId,
      id: subjectId ?? groupId ?? userId ?? '',
      type: expect.stringMatching(/\w/) as string,
    });
  });
});
