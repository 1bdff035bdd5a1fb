import { contosoPeople, runCycle } from '@waybill/azure-ad-simulator';
import { eventually } from '@waybill/testing';
import { type Services, startServices } from './testing/running-services';
import { filter, type Schema, usersOf } from './testing/schema-drafts';

describe('the rules of a job', () => {
  let services: Services;
  let jobs: string;
  let schemaPath: string;
  beforeAll(async () => {
    services = await startServices();
    const { jobId, servicePrincipalId } = services.identity;
    jobs = `/v1.0/waybill/jobs/${jobId}`;
    schemaPath = `/v1.0/servicePrincipals/${servicePrincipalId}/synchronization/jobs/${jobId}/schema`;
    await runCycle({
      baseUrl: services.scimBase,
      token: services.identity.scimToken,
      people: contosoPeople,
      rate: 100,
      concurrency: 4,
      dialect: 'mixed',
    });
    await eventually(allEnded);
  }, 60_000);
  afterAll(() => services.stop());

  const conservation = async () => (await services.api('/v1.0/waybill/conservation')).body;
  const allEnded = async () => {
    const { accepted, ended, inFlight, conservation: missing } = await conservation();
    return accepted > 0 && accepted === ended && inFlight === 0 && missing === 0;
  };
  const schema = async (): Promise<Schema> => (await services.api(schemaPath)).body as Schema;
  const edited = async (edit: (schema: Schema) => void): Promise<Schema> => {
    const draft = await schema();
    edit(draft);
    return draft;
  };
  const cycleClosed = async (cycleId: string) =>
    (await services.api(`${jobs}/cycles`)).body.value.find(({ id }: { id: string }) => id === cycleId)?.closedAt !==
    null;
  const told = async (changeId: string) =>
    (await services.api(`/v1.0/auditLogs/provisioning?$filter=changeId eq '${changeId}'`)).body.value;
  const disabledAccounts = () =>
    [...services.simulator.simulator.account.users.values()].filter((user) => user.disabled);
  const accountOf = (email: string) =>
    [...services.simulator.simulator.account.users.values()].find((user) => user.email === email);

  it('are exported as they were imported, and nothing is lost in the round trip', async () => {
    const before = await schema();
    expect(before).toMatchObject({ version: '1' });
    const foreign = { ...before, tenantNote: { kept: [1, 'two', null] } };
    expect((await services.api(schemaPath, 'PUT', foreign)).status).toBe(204);
    expect(await schema()).toEqual({ ...foreign, version: '2' });
    expect((await services.api(schemaPath, 'DELETE')).status).toBe(204);
    expect(await schema()).toEqual({ ...before, version: '3' });
    const versions = (await services.api(`${jobs}/rules`)).body.value;
    expect(
      versions.map(({ version, appliedBy }: { version: number; appliedBy: string }) => [version, appliedBy]),
    ).toEqual([
      [3, 'admin:local'],
      [2, 'admin:local'],
      [1, 'admin:local'],
    ]);
  });

  it('are refused with all that is wrong with them, and the running ones stay', async () => {
    const bad = await edited((draft) => {
      const { attributeMappings } = usersOf(draft);
      attributeMappings.push({ targetAttributeName: 'title', source: null });
      attributeMappings[1] = { ...attributeMappings[1], flowType: 'Sometimes' } as (typeof attributeMappings)[0];
      const source = (expression: string) => ({ type: 'Function', name: 'X', expression, parameters: [] });
      attributeMappings.push({ targetAttributeName: 'phone2', source: source('Nonsense([mail])') });
      const phone = attributeMappings.find(({ targetAttributeName }) => targetAttributeName === 'phone');
      if (phone) phone.source = source(`ToLower("${'x'.repeat(9_992)}")`);
      usersOf(draft).scope = filter(['department', 'REGEX MATCH', '(?<=x)y'], ['nobody', 'LIKES', 'x']);
    });
    const { status, body } = await services.api(schemaPath, 'PUT', bad);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'BadRequest', innerError: { date: expect.any(String) as string } });
    const told = body.error.details.map(({ message }: { message: string }) => message).join('\n');
    for (const part of ['title', 'Sometimes', 'phone2', '10000', 'LIKES', 'nobody']) expect(told).toContain(part);
    expect((await services.api(schemaPath, 'PUT', { directories: 7 })).status).toBe(400);
    expect((await services.api(schemaPath, 'PUT', [])).status).toBe(400);
    expect(await schema()).toMatchObject({ version: '3' });
  });

  it('are told of a job of that service principal alone', async () => {
    const other = schemaPath.replace(services.identity.servicePrincipalId, services.identity.jobId);
    expect((await services.api(other)).status).toBe(404);
    expect((await services.api(`${jobs}/rules/99`)).status).toBe(404);
    expect((await services.api(`${jobs}/rules/x`)).status).toBe(400);
  });

  it('have functions and operators, which are told, and expressions that can be tried', async () => {
    const functions = (await services.api(`${schemaPath}/functions`)).body.value;
    expect(functions.find(({ name }: { name: string }) => name === 'Replace').parameters).toHaveLength(7);
    const operators = (await services.api(`${schemaPath}/filterOperators`)).body.value;
    expect(operators.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['EQUALS', 'IS NOT NULL']),
    );
    const parse = async (expression: string, properties?: object[]) =>
      (
        await services.api(`${schemaPath}/parseExpression`, 'POST', {
          expression,
          ...(properties && { testInputObject: { definition: null, properties } }),
        })
      ).body;
    const replace = 'Replace([preferredLanguage], "-", , , "_", , )';
    expect(await parse(replace, [{ key: 'preferredLanguage', value: 'EN-US' }])).toMatchObject({
      parsingSucceeded: true,
      evaluationSucceeded: true,
      evaluationResult: ['EN_US'],
      parsedExpression: { type: 'Function', name: 'Replace' },
      error: null,
    });
    expect(await parse('tolower([mail])', [])).toMatchObject({
      parsingSucceeded: false,
      error: { code: 'ExpressionParsingFailed', message: expect.stringContaining('ToLower') as string },
    });
    expect(await parse('Item([otherMails], 3)', [{ key: 'otherMails', value: ['a'] }])).toMatchObject({
      parsingSucceeded: true,
      evaluationSucceeded: false,
      error: { message: expect.stringContaining('Item') as string },
    });
    expect((await services.api(`${schemaPath}/parseExpression`, 'POST', {})).status).toBe(400);
  });

  it('show in a plan what they would do, before they do it, and then do just that', async () => {
    const draft = await edited((each) => {
      usersOf(each).scope = filter(['department', 'NOT EQUALS', 'Retail']);
      const title = usersOf(each).attributeMappings.find(({ targetAttributeName }) => targetAttributeName === 'title');
      if (title)
        title.source = { type: 'Function', name: 'ToUpper', expression: 'ToUpper([jobTitle])', parameters: [] };
    });
    const { status, body: plan } = await services.api(`${jobs}/plans`, 'POST', { schema: draft });
    expect(status).toBe(201);
    expect(plan).toMatchObject({ status: 'complete', basedOn: 3 });
    const changes = (await services.api(`${jobs}/plans/${plan.id}/changes?$top=1000`)).body.value;
    const disabled = changes.filter(({ kind }: { kind: string }) => kind === 'disable');
    expect(disabled.length).toBeGreaterThan(0);
    expect(plan.counts).toMatchObject({ disable: disabled.length, createOrMatch: 0, delete: 0 });
    expect(accountOf('AdeleV@contoso.com')).toMatchObject({ disabled: false });
    const applied = await services.api(`${jobs}/plans/${plan.id}/apply`, 'POST');
    expect(applied).toMatchObject({ status: 200, body: { rulesVersion: 4, planId: plan.id } });
    // That all has ended may be true before the log has heard of the cycle; Samanage is what counts.
    await eventually(() => disabledAccounts().length === disabled.length);
    await eventually(() => accountOf('AlexW@contoso.com')?.title === 'MARKETING ASSISTANT');
    await eventually(async () => (await cycleClosed(applied.body.cycleId as string)) && (await allEnded()));
    expect(accountOf('AdeleV@contoso.com')).toMatchObject({ disabled: true });
    expect(disabledAccounts()).toHaveLength(disabled.length);
    expect(accountOf('AlexW@contoso.com')?.title).toBe('MARKETING ASSISTANT');
    const again = await services.api(`${jobs}/plans/${plan.id}/apply`, 'POST');
    expect(again).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('version 4') as string } },
    });
    const { value } = (await services.api(`${jobs}/rules/diff?from=3&to=4`)).body;
    expect(value.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining([expect.stringMatching(/title/), expect.stringMatching(/scope/)]),
    );
    const { lastDesired } = (await services.api(`${jobs}/explain?subject=AdeleV@contoso.com`)).body;
    await eventually(async () => (await told(lastDesired.changeId as string)).length > 0);
    const [record] = await told(lastDesired.changeId as string);
    expect(record).toMatchObject({ provisioningAction: 'disable', cycleId: applied.body.cycleId });
  }, 60_000);

  it('read what Azure AD sends in our own extension, once the endpoint knows its schema', async () => {
    const urn = 'urn:ietf:params:scim:schemas:extension:waybill:2.0:User';
    const attribute = { type: 'string', multiValued: false, description: '', required: false, mutability: 'readWrite' };
    const badge = { id: urn, name: 'Waybill', attributes: [{ name: 'extensionAttribute1', ...attribute }] };
    expect((await services.api(`${jobs}/scim/schemas/${urn}`, 'PUT', badge)).status).toBe(200);
    const extensions = { schemaExtensions: [{ schema: urn, required: false }] };
    expect((await services.api(`${jobs}/scim/resourceTypes/User`, 'PUT', extensions)).status).toBe(200);
    const department = { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Sales' } };
    const sent = services.user('badge@contoso.com', { ...department, [urn]: { extensionAttribute1: 'B-7' } });
    const { body } = await services.post('/Users', sent);
    const explained = () => services.api(`${jobs}/explain?subject=${body.id}`);
    await eventually(async () => (await explained()).status === 200);
    const draft = await edited((each) => {
      const title = usersOf(each).attributeMappings.find(({ targetAttributeName }) => targetAttributeName === 'title');
      if (title) title.source = { type: 'Attribute', name: 'extensionAttribute1', expression: '[extensionAttribute1]' };
    });
    const { body: plan } = await services.api(`${jobs}/plans`, 'POST', { schema: draft });
    const changes = (await services.api(`${jobs}/plans/${plan.id}/changes?$top=1000`)).body.value;
    const own = changes.find(({ subjectId }: { subjectId: string }) => subjectId === body.id);
    expect(own.attributes).toContainEqual(expect.objectContaining({ attribute: 'title', to: 'B-7' }));
  });

  it('explain scope and mapping of one person, step by step', async () => {
    const { body } = await services.api(`${jobs}/explain?subject=AdeleV@contoso.com`);
    expect(body).toMatchObject({
      rulesVersion: 4,
      scope: {
        status: 'skipped',
        assigned: { verdict: 'true' },
      },
      clauses: [{ attribute: 'department', operator: 'NOT EQUALS', actual: ['Retail'], verdict: 'false' }],
      decision: { kind: 'desired', presence: 'disabled' },
      lastDesired: { presence: 'disabled' },
    });
    const title = body.mapping.find(({ target }: { target: string }) => target === 'title');
    expect(title).toMatchObject({ sources: { jobTitle: ['Retail Manager'] }, value: 'RETAIL MANAGER' });
    expect((await services.api(`${jobs}/explain?subject=nobody@contoso.com`)).status).toBe(404);
    expect((await services.api(`${jobs}/explain`)).status).toBe(400);
  });

  it('whose plan does not show what people have become since are refused, with those people', async () => {
    const { body: plan } = await services.api(`${jobs}/plans`, 'POST', { schema: await schema() });
    const { body: found } = await services.get('/Users?filter=userName eq "AlexW@contoso.com"');
    await services.patch(`/Users/${found.Resources[0].id}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    });
    await eventually(() => Promise.resolve(accountOf('AlexW@contoso.com')?.disabled === true));
    await eventually(allEnded);
    // He is disabled already: the rules would do nothing to him that the plan does not show.
    expect((await services.api(`${jobs}/plans/${plan.id}/apply`, 'POST')).status).toBe(200);
    const retail = services.user('retail@contoso.com', {
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Retail' },
    });
    const { body: open } = await services.api(`${jobs}/plans`, 'POST', {
      schema: await edited((each) => (usersOf(each).scope = null)),
    });
    const { body: created } = await services.post('/Users', retail);
    await eventually(async () => (await services.api(`${jobs}/explain?subject=retail@contoso.com`)).status === 200);
    const refused = await services.api(`${jobs}/plans/${open.id}/apply`, 'POST');
    expect(refused.status).toBe(409);
    expect(refused.body.error.details).toContainEqual({
      code: 'Request_Conflict',
      target: created.id,
      message: 'retail@contoso.com: create, which the plan does not show',
    });
  }, 60_000);

  it('stop where the deletion brake holds, until an admin allows or rejects', async () => {
    await eventually(allEnded);
    await services.api(`${jobs}/deletionBrake`, 'PATCH', { count: 0 });
    const active = [...services.simulator.simulator.account.users.values()].filter((user) => !user.disabled).length;
    const draft = await edited((each) => (usersOf(each).scope = filter(['department', 'EQUALS', 'nobody'])));
    expect((await services.api(schemaPath, 'PUT', draft)).status).toBe(204);
    const staged = async () => (await services.api(`${jobs}/staged?$top=1000`)).body.value;
    await eventually(async () => (await staged()).length >= active - 1);
    expect((await conservation()).conservation).toBe(0);
    expect([...services.simulator.simulator.account.users.values()].filter((user) => !user.disabled)).toHaveLength(
      active,
    );
    const [first, second] = await staged();
    expect(first).toMatchObject({ action: 'disable', reason: expect.stringContaining('deletion brake') as string });
    const rejected = await services.api(`${jobs}/staged/reject`, 'POST', {
      subjects: [first.subjectId],
      reason: 'stays',
    });
    expect(rejected).toMatchObject({ status: 200, body: { rejected: 1 } });
    const allowed = await services.api(`${jobs}/staged/allow`, 'POST', { subjects: [second.subjectId] });
    expect(allowed).toMatchObject({ status: 200, body: { allowed: 1 } });
    expect((await services.api(`${jobs}/staged/allow`, 'POST', { subjects: [second.subjectId] })).status).toBe(404);
    const rest = (await staged()).length;
    expect((await services.api(`${jobs}/staged/allow`, 'POST', {})).body).toEqual({ allowed: rest });
    await eventually(allEnded);
    const log = async (changeId: string) => (await told(changeId)).map(actionAndStatus).sort();
    await eventually(async () => (await log(second.changeId as string)).length === 2);
    expect(await log(second.changeId as string)).toEqual([
      ['disable', 'success'],
      ['stageddelete', 'success'],
    ]);
    await eventually(async () => (await log(first.changeId as string)).length === 2);
    expect(await log(first.changeId as string)).toEqual([
      ['other', 'failure'],
      ['stageddelete', 'success'],
    ]);
    await eventually(async () => (await conservation()).outcomes.abandoned === 1);
  }, 60_000);
});

const actionAndStatus = (record: { provisioningAction: string; provisioningStatusInfo: { status: string } }) => [
  record.provisioningAction,
  record.provisioningStatusInfo.status,
];
