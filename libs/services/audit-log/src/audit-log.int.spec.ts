import { v7 as uuidv7 } from 'uuid';
import { type AuditLog, startAuditLog } from './testing/audit-log-fixture';
import { tellMembers } from './testing/group-stories';
import { cycleId } from './testing/told-events';
import { jobId, OtherServices, servicePrincipalId } from './testing/other-services';

const path = '/v1.0/auditLogs/provisioning';

describe('the audit log', () => {
  let auditLog: AuditLog;
  let others: OtherServices;

  beforeEach(async () => {
    auditLog = await startAuditLog();
    others = new OtherServices();
    others.createJob();
  });
  afterEach(async () => {
    // Before the end: dropping the database breaks connections that are still closing.
    expect(auditLog.errors).toEqual([]);
    await auditLog.stop();
  });

  const deliverAll = () => auditLog.deliver(...others.said);
  const list = async (options: Record<string, string> = {}, headers?: Record<string, string>) =>
    auditLog.get(`${path}?${new URLSearchParams(options)}`, headers);
  const idsIn = async (options: Record<string, string>) =>
    (await list(options)).body.value.map(({ id }: { id: string }) => id);

  it('records every event of the others once, with its place in the log it comes from', async () => {
    others.begin().tell('account-created');
    await deliverAll();
    await deliverAll();
    const entries = await auditLog.entries();
    expect(entries.map(({ data }) => data)).toEqual(
      others.said.map(
        ({ source: service, position, jobPosition, stream, streamVersion, id, recordedAt, ...event }) => ({
          source: { service, position, jobPosition, stream, streamVersion, eventId: id, recordedAt },
          type: event.type,
          version: event.version,
          metadata: event.metadata,
          data: event.data,
        }),
      ),
    );
    expect(entries.map(({ stream }) => stream)).toEqual(others.said.map(({ source, stream }) => `${source}/${stream}`));
  });

  it('tells a person what happened to him, obstacles included, newest first', async () => {
    const { userId, changeId, tell } = others.begin();
    tell('change-parked', {
      action: 'create',
      code: 'Timeout',
      reason: 'no answer',
      nextAttemptAt: '2026-01-31T12:01:00Z',
    });
    tell('change-parked', {
      action: 'create',
      code: 'Unauthorized',
      reason: '401',
      nextAttemptAt: '2026-01-31T12:02:00Z',
    });
    const last = tell('account-created');
    others.begin().tell('account-unchanged');
    await deliverAll();
    const { body } = await list({ $filter: `sourceIdentity/id eq '${userId}'` });
    expect(body.value).toMatchObject([
      { provisioningAction: 'create', provisioningStatusInfo: { status: 'success', errorInformation: null } },
      { provisioningStatusInfo: { status: 'failure', errorInformation: { errorCode: 'Unauthorized' } } },
      { provisioningStatusInfo: { status: 'failure', errorInformation: { errorCode: 'Timeout' } } },
    ]);
    expect(body.value[0]).toMatchObject({
      id: last.id,
      jobId,
      changeId,
      activityDateTime: last.recordedAt,
      servicePrincipal: { id: servicePrincipalId, displayName: 'Samanage' },
      targetIdentity: { id: '1045' },
      modifiedProperties: [{ displayName: 'title', oldValue: null, newValue: 'Retail Manager' }],
    });
    const steps = body.value[0].provisioningSteps.map(({ name }: { name: string }) => name);
    expect(steps).toEqual(['EntryImportAdd', 'EntrySynchronizationScoping', 'EntryExportAdd']);
  });

  it('filters by what Graph names, and by several at once', async () => {
    const one = others.begin();
    const created = one.tell('account-created');
    const updated = others.begin(one.userId).tell('account-updated');
    const skipped = others.begin().tell('account-unchanged');
    await deliverAll();
    const bySource = `sourceIdentity/id eq '${one.userId}'`;
    expect((await idsIn({ $filter: bySource })).sort()).toEqual([created.id, updated.id].sort());
    expect(await idsIn({ $filter: `changeId eq '${one.changeId}'` })).toEqual([created.id]);
    expect(await idsIn({ $filter: `provisioningStatusInfo/status eq 'skipped'` })).toEqual([skipped.id]);
    expect(await idsIn({ $filter: `jobId eq '${jobId}'` })).toHaveLength(3);
    expect(await idsIn({ $filter: `${bySource} and changeId eq '${one.changeId}'` })).toEqual([created.id]);
    for (const nothing of ["jobId eq ''", "changeId eq 'no uuid'", "sourceIdentity/id eq ''' OR ''1''=''1'"]) {
      expect(await idsIn({ $filter: nothing })).toEqual([]);
    }
  });

  it('tells of a group what was received of it, and finds it by its id', async () => {
    const members = others.changeMembers(3, { emptied: true });
    const skipped = members.skip();
    others.begin().tell('account-created');
    await deliverAll();
    const { body } = await list({ $filter: `sourceIdentity/id eq '${members.groupId}'` });
    expect(body.value).toMatchObject([
      {
        id: skipped.id,
        changeId: members.changeId,
        provisioningAction: 'other',
        sourceIdentity: { id: members.groupId, displayName: 'Engineering', identityType: 'Group' },
        provisioningStatusInfo: { status: 'skipped', errorInformation: null },
        provisioningSteps: [
          { name: 'EntryImportUpdate', status: 'warning', details: { MembersJoined: '6', MembersLeft: '3' } },
          { name: 'EntrySynchronizationSkip', details: { SkipReason: 'GroupsNotMapped' } },
        ],
      },
    ]);
    expect(body.value[0].provisioningSteps[0].description).toMatch('THE GROUP WAS EMPTIED');
  });

  it('names whoever joined and left a group, as one call after another told it', async () => {
    const members = tellMembers(others, 2);
    members.receive();
    const people = Array.from({ length: 6 }, () => uuidv7());
    const joined = people.slice(0, 5).map((userId) => ({ userId, membershipId: null }));
    const failed = { samanageId: 77, failed: [] };
    members.tell('memberships-written', { added: joined.slice(0, 3), removed: [], ...failed });
    await deliverAll();
    members.tell('memberships-written', { added: joined.slice(3), removed: [], ...failed });
    members.tell('memberships-written', { added: [], removed: people.slice(5), ...failed });
    members.tell('members-updated', { added: 5, removed: 1 });
    await deliverAll();
    const { body } = await list({ $filter: `sourceIdentity/id eq '${members.groupId}'` });
    expect(body.value).toMatchObject([
      {
        changeId: members.changeId,
        provisioningAction: 'update',
        targetIdentity: { id: '77', identityType: 'Group' },
        provisioningStatusInfo: { status: 'success' },
        modifiedProperties: [
          ...people.slice(0, 5).map((newValue) => ({ displayName: 'members', oldValue: null, newValue })),
          { displayName: 'members', oldValue: people[5], newValue: null },
        ],
      },
    ]);
    expect(body.value[0].provisioningSteps.at(-1).description).toMatch(/^5 joined, 1 left, 0 wait/);
  });

  it('tells a refused request as a record of its own, whatever the client calls it', async () => {
    const one = others.refuse();
    const two = others.refuse({ correlationId: 'the client"s own', kind: 'Group', subjectId: 'g-1', scimType: null });
    const created = others.begin().tell('account-created');
    await deliverAll();
    expect((await idsIn({})).sort()).toEqual([one.id, two.id, created.id].sort());
    expect(await idsIn({ $filter: "changeId eq 'entra-request-7'" })).toEqual([one.id]);
    expect(await idsIn({ $filter: "sourceIdentity/id eq 'g-1'" })).toEqual([two.id]);
    const { body } = await list({ $filter: "provisioningStatusInfo/status eq 'failure'" });
    expect(body.value).toMatchObject([
      { cycleId: '', sourceIdentity: { id: 'g-1', identityType: 'Group' } },
      { cycleId: '', sourceIdentity: { id: '', identityType: 'User' }, provisioningSteps: [{ name: 'EntryImport' }] },
    ]);
  });

  it('reads what was skipped before there were groups as it reads it today', async () => {
    const { userId, changeId, say } = others.evaluateAgain();
    const told = say('subject-skipped', { skipReason: 'NotEffectivelyEntitled' });
    const data = { changeId, cycleId, userId, displayName: 'Adele Vance', skipReason: 'ImportSkipped', steps: [] };
    await auditLog.deliver(...others.said.slice(0, -1), { ...told, version: 1, data });
    const { body } = await list({ $filter: `sourceIdentity/id eq '${userId}'` });
    expect(body.value).toMatchObject([{ id: told.id, sourceIdentity: { id: userId, identityType: 'User' } }]);
  });

  it('tells what the deletion brake held back, and who let it go', async () => {
    const { userId, changeId, say, passOn } = others.evaluateAgain();
    say('change-staged', { action: 'disable', reason: '500 accounts were disabled within 24 h' });
    await deliverAll();
    const records = async () => (await list({ $filter: `sourceIdentity/id eq '${userId}'` })).body.value;
    const staged = { provisioningAction: 'stageddelete', provisioningStatusInfo: { status: 'success' } };
    expect(await records()).toMatchObject([{ changeId, ...staged }]);
    say('change-released', { releasedBy: 'admin:local' });
    passOn({ cause: 'release', presence: 'disabled' }).tell('account-disabled', { steps: [] });
    await deliverAll();
    const [disabled, before] = await records();
    expect(before).toMatchObject({ changeId, ...staged });
    expect(disabled).toMatchObject({ changeId, provisioningAction: 'disable' });
    expect(disabled.provisioningSteps).toMatchObject([
      { description: 'Allowed by admin:local', details: { ReleasedBy: 'admin:local' } },
      { name: 'EntrySynchronizationScoping' },
    ]);
  });

  it('shows no value that it must not show, even before it has heard the decision', async () => {
    const pushed = others.begin(undefined, ['title']);
    pushed.tell('account-created');
    others.beginReference(pushed.userId, ['title']).tell('account-updated');
    await auditLog.deliver(...others.said.filter(({ source }) => source === 'samanage-connector'));
    const masked = [{ displayName: 'title', oldValue: null, newValue: '[Redact]' }];
    expect((await list({})).body.value).toMatchObject([{ modifiedProperties: masked }, { modifiedProperties: masked }]);
    await deliverAll();
    expect((await list({})).body.value).toMatchObject([{ modifiedProperties: masked }, { modifiedProperties: masked }]);
  });

  it('pages by key: what is written meanwhile moves nothing', async () => {
    const tellTen = () => Array.from({ length: 10 }, () => others.begin().tell('account-updated').id);
    const first = tellTen();
    await deliverAll();
    const seen: string[] = [];
    let url: string | undefined = `${path}?$top=3`;
    while (url) {
      const { body } = await auditLog.get(url);
      seen.push(...body.value.map(({ id }: { id: string }) => id));
      tellTen();
      await deliverAll();
      url = body['@odata.nextLink']?.replace(/^https?:\/\/[^/]+/, '');
    }
    expect([...seen].sort()).toEqual([...first].sort());
    const newestFirst = await idsIn({ $top: '1000' });
    expect(newestFirst.filter((id: string) => seen.includes(id))).toEqual(seen);
  });

  it('links to the next page under the address it was called by', async () => {
    for (let n = 0; n < 3; n++) others.begin().tell('account-updated');
    await deliverAll();
    const options = { $top: '2', $filter: `jobId eq '${jobId}'` };
    const nextOf = async (headers: Record<string, string>) => {
      const { body } = await list(options, headers);
      return new URL(body['@odata.nextLink']);
    };
    expect((await nextOf({ host: 'waybill.test:8080' })).origin).toBe('http://waybill.test:8080');
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'provisioning.contoso.com' };
    const next = await nextOf(forwarded);
    expect(next.origin + next.pathname).toBe(`https://provisioning.contoso.com${path}`);
    expect(Object.fromEntries(next.searchParams)).toMatchObject(options);
    const { body: last } = await auditLog.get(next.pathname + next.search);
    expect(last.value).toHaveLength(1);
    expect(last).not.toHaveProperty(['@odata.nextLink']);
    const foreign = new URLSearchParams({ $skiptoken: next.searchParams.get('$skiptoken') ?? '' });
    expect((await auditLog.get(`${path}?${foreign}`)).status).toBe(400);
  });

  it.each([
    ['$filter=jobId%20eq%20%27%00%27', 'position 1'],
    ["$filter=jobId eq 'a' or jobId eq 'b'", 'expected and'],
    ['$top=1001', '$top'],
    ['$skiptoken=bWluZQ', '$skiptoken'],
    ['$expand=everything', '$expand is not supported'],
  ])('refuses %s in the shape of Graph', async (query, message) => {
    const { status, body } = await auditLog.get(`${path}?${query}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'BadRequest', innerError: { date: expect.any(String) } });
    expect(body.error.message).toMatch(message);
  });

  it('speaks to auditors and admins only', async () => {
    for (const url of [path, '/v1.0/waybill/conservation']) {
      expect((await auditLog.get(url, { authorization: 'Bearer admin-token' })).status).toBe(200);
      const { status, body } = await auditLog.get(url, { authorization: 'Bearer other' });
      expect({ status, code: body.error.code }).toEqual({ status: 401, code: 'InvalidAuthenticationToken' });
    }
  });
});
