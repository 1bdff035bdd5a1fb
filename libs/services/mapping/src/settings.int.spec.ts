import type { AccountDesired, JobSettingsSaved } from '@waybill/contracts';
import { randomUUID } from 'node:crypto';
import { defaultBrake } from './domain/deletion-brake';
import { PostgresReads } from './read-models/postgres-reads';
import { jobId, type Mapping, startMapping, until } from './testing/mapping-fixture';

const at = '2026-01-31T12:00:00.000Z';
const unsaid: JobSettingsSaved['data'] = {
  syncAll: null,
  skipOutOfScopeDeletions: null,
  notification: null,
  by: 'admin:megan',
  at,
};
const threshold = (deleteThresholdEnabled: boolean | null, deleteThresholdValue: number | null) => ({
  notification: { enabled: true, recipients: ['admin@contoso.com'], deleteThresholdEnabled, deleteThresholdValue },
});

describe('settings that an admin saved beside the credentials', () => {
  let mapping: Mapping;

  beforeEach(async () => {
    mapping = await startMapping();
  });
  afterEach(async () => {
    await mapping.stop();
    expect(mapping.errors).toEqual([]);
  });

  const saved = (settings: Partial<JobSettingsSaved['data']>) =>
    mapping.message('samanage-connector', `job-${jobId}`, 'samanage.job-settings-saved', { ...unsaid, ...settings });
  const told = async () =>
    (await mapping.eventsIn(`job-${jobId}`)).slice(4).filter(({ type }) => type !== 'job.cycle-closed');

  it('are new rules that evaluate everybody, and the deletion brake', async () => {
    await mapping.createJob();
    const userId = randomUUID();
    const resource = { userName: 'adele@contoso.com', displayName: 'Adele' };
    const data = { changeId: randomUUID(), userId, at, resource, changedPaths: [], unique: [] };
    await mapping.deliver(mapping.message('scim-ingress', `user-${userId}`, 'directory.user-created', data));
    const message = saved({ syncAll: false, skipOutOfScopeDeletions: true, ...threshold(true, 12) });
    await mapping.deliver(message);
    await mapping.deliver(message);
    const events = await told();
    expect(events.map(({ type }) => type)).toEqual(['job.rules-applied', 'job.cycle-opened', 'job.deletion-brake-set']);
    expect(events.map(({ data: each }) => each)).toMatchObject([
      {
        rulesVersion: 2,
        appliedBy: 'admin:megan',
        planId: null,
        at,
        rules: {
          synchronizationRules: [
            {
              metadata: [
                { key: 'SyncAll', value: 'false' },
                { key: 'SkipOutOfScopeDeletions', value: 'True' },
              ],
            },
          ],
        },
      },
      { kind: 'initial', rulesVersion: 2 },
      { ...defaultBrake, enabled: true, count: 12, setBy: 'admin:megan', at },
    ]);
    const desired = await until(
      async () => (await mapping.eventsOf(userId)).filter(({ type }) => type === 'mapping.account-desired'),
      ({ length }) => length === 2,
    );
    expect((desired[1]?.data as AccountDesired['data']).presence).toBe('unmanaged');
  });

  it('change nothing where they say nothing, or what holds already', async () => {
    await mapping.createJob();
    await mapping.deliver(
      saved({}),
      saved(threshold(null, null)),
      saved({ syncAll: true, skipOutOfScopeDeletions: false, ...threshold(defaultBrake.enabled, defaultBrake.count) }),
    );
    expect(await told()).toEqual([]);
    await mapping.deliver(saved(threshold(false, null)));
    expect((await told()).map(({ data }) => data)).toMatchObject([{ ...defaultBrake, enabled: false }]);
  });

  it('that come together each meet the rules that the one before left', async () => {
    await mapping.createJob();
    await mapping.deliver(saved({ syncAll: false }), saved({ skipOutOfScopeDeletions: true }));
    const applied = await until(
      async () => (await told()).filter(({ type }) => type === 'job.rules-applied'),
      ({ length }) => length === 2,
    );
    expect(applied[1]?.data).toMatchObject({
      rulesVersion: 3,
      rules: {
        synchronizationRules: [
          {
            metadata: [
              { key: 'SyncAll', value: 'false' },
              { key: 'SkipOutOfScopeDeletions', value: 'True' },
            ],
          },
        ],
      },
    });
    expect(await mapping.held()).toEqual([]);
  });

  it('wait for a job that is not known yet', async () => {
    await mapping.deliver(saved({ syncAll: false }));
    expect(await mapping.held()).toMatchObject([{ reason: 'there is no job job-1' }]);
    await mapping.createJob();
    const stored = await until(
      () => new PostgresReads(mapping.pool).job(jobId),
      (job) => job?.rulesVersion === 2,
    );
    expect(stored?.rulesVersion).toBe(2);
  });
});
