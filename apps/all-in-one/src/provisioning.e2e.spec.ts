import { describeOnEachBus } from './testing/on-each-bus';
import { contosoPeople, runCycle } from '@waybill/azure-ad-simulator';
import { routesOf } from '@waybill/runtime';
import { eventually } from '@waybill/testing';
import { serviceOf } from './apart/path-division';
import { startServices, type Services } from './testing/running-services';

describeOnEachBus('people on their way from Azure AD to Samanage', (bus) => {
  let services: Services;
  beforeAll(async () => (services = await startServices({}, bus)));
  afterAll(() => services.stop());

  const conservation = async () => (await services.api('/v1.0/waybill/conservation')).body;
  const allEnded = async () => {
    const { accepted, ended, inFlight } = await conservation();
    return accepted > 0 && accepted === ended && inFlight === 0;
  };
  const push = (people = contosoPeople) =>
    runCycle({
      baseUrl: services.scimBase,
      token: services.identity.scimToken,
      people,
      rate: 40,
      concurrency: 4,
      dialect: 'mixed',
    });
  const users = () => [...services.simulator.simulator.account.users.values()].slice(1);

  it('arrive, 24 of 26, with their managers, and nothing is lost', async () => {
    const { actions } = await push();
    expect(actions).toEqual({ create: 24, skipped: 2, manager: 23 });
    await eventually(async () => (await allEnded()) && (await conservation()).ended >= 47);
    expect((await conservation()).conservation).toBe(0);
    expect(users()).toHaveLength(24);
    expect(users().filter(({ reportsTo }) => reportsTo !== null)).toHaveLength(23);
    expect(users().find(({ name }) => name === "Brian O'Connor")?.email).toBe('brian.oconnor@fabrikam.com');
    expect(users().map(({ department }) => department?.name)).toContain('R&D');
  }, 60_000);

  it('are told from the push to the answer of Samanage, in the shape of Graph', async () => {
    const { body: found } = await services.get('/Users?filter=userName eq "YuanC@contoso.com"');
    const { id } = found.Resources[0];
    const filter = `sourceIdentity/id eq '${id}' and provisioningStatusInfo/status eq 'success'`;
    const { body } = await services.api(`/v1.0/auditLogs/provisioning?${new URLSearchParams({ $filter: filter })}`);
    const created = body.value.find(
      ({ provisioningAction }: { provisioningAction: string }) => provisioningAction === 'create',
    );
    const account = users().find(({ email }) => email === 'YuanC@contoso.com');
    expect(created).toMatchObject({
      jobId: services.identity.jobId,
      servicePrincipal: { id: services.identity.servicePrincipalId, displayName: 'Samanage' },
      sourceIdentity: { id, displayName: '苑 陈', identityType: 'User' },
      targetIdentity: { id: String(account?.id), identityType: 'User' },
      provisioningStatusInfo: { status: 'success', errorInformation: null },
    });
    expect(created.provisioningSteps.map(({ name }: { name: string }) => name)).toEqual([
      'EntryImportAdd',
      'EntrySynchronizationScoping',
      'EntrySynchronizationUpdate',
      'EntryImportObjectNotFound',
      'EntryExportAdd',
    ]);
    expect(created.modifiedProperties).toContainEqual({
      displayName: 'department',
      oldValue: null,
      newValue: 'Engineering',
    });
    const byChange = await services.api(`/v1.0/auditLogs/provisioning?$filter=changeId eq '${created.changeId}'`);
    expect(byChange.body.value).toEqual([created]);
  });

  it('page by key, newest first, each record once', async () => {
    const seen: { id: string; activityDateTime: string }[] = [];
    let next: string | undefined = `${services.base}/v1.0/auditLogs/provisioning?$top=10`;
    while (next) {
      const { body } = await services.call(next, { token: services.identity.apiToken });
      seen.push(...body.value);
      next = body['@odata.nextLink'];
    }
    const { ended } = await conservation();
    expect(seen).toHaveLength(ended);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(ended);
    const times = seen.map(({ activityDateTime }) => activityDateTime);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('change, are disabled and deleted', async () => {
    const [adele] = contosoPeople;
    const { body } = await services.get('/Users?filter=userName eq "AdeleV@contoso.com"');
    const { id } = body.Resources[0];
    const operation = (path: string, value: unknown) => ({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'Replace', path, value }],
    });
    const account = () => users().find(({ email }) => email === adele?.mail);
    const { ended: before } = await conservation();
    await services.patch(`/Users/${id}`, operation('title', 'CEO'));
    await eventually(() => account()?.title === 'CEO');
    await services.patch(`/Users/${id}`, operation('active', 'False'));
    await eventually(() => account()?.disabled === true);
    await services.delete(`/Users/${id}`);
    await eventually(() => account() === undefined);
    await eventually(async () => (await conservation()).ended === before + 3);
    const filter = new URLSearchParams({ $filter: `sourceIdentity/id eq '${id}'` });
    const { body: log } = await services.api(`/v1.0/auditLogs/provisioning?${filter}`);
    const actions = log.value.map(({ provisioningAction }: { provisioningAction: string }) => provisioningAction);
    expect(actions).toEqual(['delete', 'disable', 'update', 'update', 'create']);
  }, 30_000);

  it('that were never active are skipped, and told so', async () => {
    await services.post('/Users', services.user('inactive@contoso.com', { active: false }));
    await eventually(async () => (await conservation()).outcomes.skipped === 1);
    const { body } = await services.api(
      `/v1.0/auditLogs/provisioning?$top=1&$filter=provisioningStatusInfo/status eq 'skipped'`,
    );
    expect(body.value[0]).toMatchObject({ provisioningAction: 'other', provisioningStatusInfo: { status: 'skipped' } });
    expect(body.value[0].provisioningSteps.at(-1).details).toEqual({ SkipReason: 'NotEffectivelyEntitled' });
  }, 30_000);

  it.each([
    ["$filter=colour eq 'red'", '"colour" cannot be filtered by'],
    ["$filter=changeId gt '1'", 'operator "gt"'],
    ['$top=0', '$top'],
    ['$top=many', '$top'],
    ['$skiptoken=mine', '$skiptoken'],
    ['$skip=1', '$skip is not supported'],
    ['$orderby=jobId', '$orderby'],
  ])('refuses %s in the shape of Graph', async (query, message) => {
    const { status, body } = await services.api(`/v1.0/auditLogs/provisioning?${query}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      code: 'BadRequest',
      innerError: { date: expect.any(String), 'request-id': expect.any(String) },
    });
    expect(body.error.message).toMatch(message);
  });

  it("are nobody else's business: every management route needs a role", async () => {
    const routes = routesOf(services.app).filter(({ path }) => path.startsWith('/v1.0'));
    expect(routes.length).toBeGreaterThanOrEqual(29);
    // In front of separate services, each of them is somebody's.
    expect(routes.filter(({ path }) => serviceOf(path) === undefined)).toEqual([]);
    for (const { method, path, access } of routes) {
      expect(access).toMatchObject({ kind: 'role' });
      for (const token of [null, 'guess', services.identity.scimToken]) {
        expect((await services.call(services.base + path, { method, token })).status).toBe(401);
      }
    }
  });

  it('can be watched: health, lag and what is held', async () => {
    const ready = await services.call(`${services.base}/health/ready`, { token: null });
    expect(ready.body).toMatchObject({ status: 'ready' });
    expect(ready.body.checks.map(({ name }: { name: string }) => name).sort()).toEqual([
      'audit-log',
      'mapping',
      'samanage-connector',
      'scim-ingress',
    ]);
    const metrics = async () => (await services.call(`${services.base}/metrics`, { token: null })).body as string;
    const caughtUp = /waybill_subscription_lag_events\{service="audit-log",subscription="provisioning_log_v1".*\} 0/;
    await eventually(async () => caughtUp.test(await metrics()));
    const body = await metrics();
    expect(body).toMatch(/waybill_accept_to_applied_seconds_count\{.*\} [1-9]/);
    expect(body).toMatch(/waybill_conservation\{job="[^"]+".*\} 0/);
    expect(body).toMatch(/waybill_subscription_lag_events\{service="audit-log",subscription="provisioning_log_v1"/);
    expect(body).toMatch(/waybill_held_messages\{service="mapping".*\} 0/);
  });
});
