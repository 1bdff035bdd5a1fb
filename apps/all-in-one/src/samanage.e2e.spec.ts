import { eventually } from '@waybill/testing';
import { describeOnEachBus } from './testing/on-each-bus';
import { type Services, startServices } from './testing/running-services';
import { groupsOf, type Schema } from './testing/schema-drafts';

interface Step {
  readonly name: string;
  readonly description: string;
}

describeOnEachBus('groups, credentials and one person at once, at Samanage', (bus) => {
  let services: Services;
  let graph: string;
  let waybill: string;
  beforeAll(async () => {
    services = await startServices({}, bus);
    const { jobId, servicePrincipalId } = services.identity;
    graph = `/v1.0/servicePrincipals/${servicePrincipalId}`;
    waybill = `/v1.0/waybill/jobs/${jobId}`;
    const schema = (await services.api(`${graph}/synchronization/jobs/${jobId}/schema`)).body as Schema;
    groupsOf(schema).enabled = true;
    expect((await services.api(`${graph}/synchronization/jobs/${jobId}/schema`, 'PUT', schema)).status).toBe(204);
  }, 60_000);
  afterAll(() => services.stop());

  const account = () => services.simulator.simulator.account;
  const members = (name: string) =>
    [...account().groups.values()]
      .filter((group) => group.name === name)
      .flatMap(({ memberships }) => [...memberships.values()])
      .map(({ userId }) => account().users.get(userId)?.email)
      .sort();
  const allEnded = async () => {
    const { accepted, ended, conservation } = (await services.api('/v1.0/waybill/conservation')).body;
    return accepted === ended && conservation === 0;
  };
  const create = async (userName: string, more: object = {}): Promise<string> =>
    (await services.post('/Users', services.user(userName, more))).body.id;
  const recordsOf = async (id: string) =>
    (await services.api(`/v1.0/auditLogs/provisioning?$filter=sourceIdentity/id eq '${id}'`)).body.value;
  const pairs = (values: Record<string, string>) => Object.entries(values).map(([key, value]) => ({ key, value }));

  it('writes a group that came before its members, and tells who joined and left', async () => {
    const group = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Sales' };
    const { id: groupId } = (await services.post('/Groups', group)).body;
    const ids = [await create('ann@contoso.com'), await create('ben@contoso.com')];
    const operations = (op: string, values: string[]) => ({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op, path: 'members', value: values.map((value) => ({ value })) }],
    });
    expect((await services.patch(`/Groups/${groupId}`, operations('add', ids))).status).toBeLessThan(300);
    await eventually(() => members('Sales').join() === 'ann@contoso.com,ben@contoso.com');
    await services.patch(`/Groups/${groupId}`, operations('remove', [ids[0] ?? '']));
    await eventually(() => members('Sales').join() === 'ben@contoso.com');
    await eventually(allEnded);
    const told = async () => (await recordsOf(groupId)) as { modifiedProperties: object[] }[];
    await eventually(async () =>
      (await told()).some(({ modifiedProperties }) =>
        JSON.stringify(modifiedProperties).includes(
          JSON.stringify({ displayName: 'members', oldValue: ids[0], newValue: null }),
        ),
      ),
    );
    expect((await services.delete(`/Groups/${groupId}`)).status).toBe(204);
    await eventually(() => account().groups.size === 0);
    await eventually(allEnded);
  });

  it('offers the roles of Samanage as app roles', async () => {
    await eventually(async () => (await services.api(`${graph}/appRoles`)).body.value.length > 0);
    const roles = (await services.api(`${graph}/appRoles`)).body.value.map(({ value }: { value: string }) => value);
    expect(roles).toEqual(expect.arrayContaining(['Administrator', 'Requester']));
  });

  it('keeps a token that works, and no other, and shows neither', async () => {
    const { baseUrl } = services.simulator;
    const wrong = { credentials: pairs({ BaseAddress: baseUrl, SecretToken: 'wrong' }) };
    const validate = `${graph}/synchronization/jobs/${services.identity.jobId}/validateCredentials`;
    const refused = await services.api(validate, 'POST', wrong);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain(
      'SystemForCrossDomainIdentityManagementCredentialValidationFailure; GET /users.json answered 401',
    );
    const secrets = `${graph}/synchronization/secrets`;
    expect((await services.api(secrets, 'PUT', { value: wrong.credentials })).status).toBe(400);
    const right = pairs({ BaseAddress: baseUrl, SecretToken: services.identity.samanageToken });
    expect((await services.api(validate, 'POST', { credentials: right })).status).toBe(204);
    expect((await services.api(secrets, 'PUT', { value: right })).status).toBe(204);
    const shown = JSON.stringify((await services.api(secrets)).body);
    expect(shown).not.toContain(services.identity.samanageToken);
    expect((await services.api(`${waybill}/connection`)).body).toMatchObject({ state: 'Active', kind: 'token' });
    await create('with-the-saved-token@contoso.com');
    await eventually(() => account().usersByEmail.has('with-the-saved-token@contoso.com'));
  });

  it('provisions one person on demand, with all steps, and compares with Samanage', async () => {
    const objectId = await create('on-demand@contoso.com', { title: 'Clerk' });
    await eventually(() => account().usersByEmail.has('on-demand@contoso.com'));
    await eventually(allEnded);
    const user = account().usersByEmail.get('on-demand@contoso.com');
    if (user) user.title = 'Changed by hand';
    const path = `${graph}/synchronization/jobs/${services.identity.jobId}/provisionOnDemand`;
    const subjects = [{ objectId, objectTypeName: 'User' }];
    const { status, body } = await services.api(path, 'POST', { parameters: [{ subjects }] });
    expect(status).toBe(200);
    expect(JSON.parse(body.key)).toMatchObject({ result: 'Success' });
    const { action, statusInfo, modifiedProperties, provisioningSteps } = JSON.parse(body.value);
    expect([action, statusInfo.status]).toEqual(['Update', 'Success']);
    expect(modifiedProperties).toEqual([{ displayName: 'title', oldValue: 'Changed by hand', newValue: 'Clerk' }]);
    expect(provisioningSteps.map(({ name }: Step) => name)).toContain('EntryExportUpdate');
    expect(account().usersByEmail.get('on-demand@contoso.com')?.title).toBe('Clerk');
    await eventually(allEnded);
  });

  it('goes into quarantine when the token is revoked, and lifts it by itself', async () => {
    const { simulator } = services.simulator;
    await simulator.change({ rejectToken: true });
    await create('late@contoso.com');
    await eventually(async () => (await services.api(`${waybill}/connection`)).body.state === 'Quarantine');
    const { quarantine } = (await services.api(`${waybill}/connection`)).body;
    expect(quarantine).toMatchObject({ reason: 'EncounteredQuarantineException', request: { status: 401 } });
    await simulator.change({ rejectToken: false });
    await eventually(() => account().usersByEmail.has('late@contoso.com'));
    await eventually(allEnded);
    const kinds = async () =>
      (await services.api(`${waybill}/notifications`)).body.value.map(({ kind }: { kind: string }) => kind);
    await eventually(async () => (await kinds()).length >= 2);
  });

  it('finds a difference that was made behind its back, and repairs it when asked', async () => {
    const user = account().usersByEmail.get('ben@contoso.com');
    if (user) user.name = 'Somebody Else';
    const asked = await services.api(`${waybill}/reconciliations`, 'POST', { repair: true });
    expect(asked.status).toBe(202);
    const run = async () => (await services.api(`${waybill}/reconciliations/${asked.body.id}`)).body;
    await eventually(async () => (await run()).state === 'Completed');
    const { value } = (await services.api(`${waybill}/reconciliations/${asked.body.id}/differences`)).body;
    expect(value).toMatchObject([{ member: 'name', actual: 'Somebody Else', right: 'directory', repaired: true }]);
    await eventually(() => account().usersByEmail.get('ben@contoso.com')?.name === 'ben@contoso.com');
    await eventually(allEnded);
  });
});
