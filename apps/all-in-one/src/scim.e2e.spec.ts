import { describeOnEachBus } from './testing/on-each-bus';
import { startServices, type Services } from './testing/running-services';

const patchOp = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});
const ent = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describeOnEachBus('the SCIM endpoint', (bus) => {
  let services: Services;
  beforeAll(async () => (services = await startServices({}, bus)));
  afterAll(() => services.stop());

  const created = async (userName: string, more: object = {}) =>
    (await services.post('/Users', services.user(userName, more))).body.id as string;

  it('answers what Azure AD asks first: is nobody there?', async () => {
    const { status, body, type } = await services.get('/Users?filter=userName+eq+%22nobody%40contoso.com%22');
    expect({ status, type }).toEqual({ status: 200, type: 'application/scim+json' });
    expect(body).toMatchObject({ totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] });
  });

  it('creates, finds, reads and deletes a user', async () => {
    const made = await services.post(
      '/Users',
      services.user('Adele@contoso.com', { externalId: 'AdeleV', id: 'mine' }),
    );
    const { id, meta } = made.body;
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`${services.scimBase}/Users/${id}`);
    expect(meta).toMatchObject({
      resourceType: 'User',
      location: `${services.scimBase}/Users/${id}`,
      version: 'W/"1"',
    });
    expect(made.headers.get('etag')).toBe('W/"1"');
    for (const filter of [
      'userName eq "ADELE@contoso.com"',
      'externalId eq "AdeleV"',
      `id eq "${id}"`,
      `externalId eq "AdeleV" and id eq "${id}"`,
    ]) {
      const { body } = await services.get(`/Users?${new URLSearchParams({ filter })}`);
      expect({ filter, total: body.totalResults, id: body.Resources[0]?.id }).toEqual({ filter, total: 1, id });
    }
    expect((await services.get(`/Users/${id}`)).body).toEqual(made.body);
    expect((await services.get(`/Users/${id}?attributes=userName`)).body).not.toHaveProperty('displayName');
    expect((await services.delete(`/Users/${id}`)).status).toBe(204);
    for (const again of [
      services.get(`/Users/${id}`),
      services.delete(`/Users/${id}`),
      services.patch(`/Users/${id}`, patchOp({ op: 'add', path: 'title', value: 'x' })),
    ]) {
      expect((await again).status).toBe(404);
    }
    expect((await services.post('/Users', services.user('adele@contoso.com'))).status).toBe(201);
  });

  it('patches in both dialects, and leaves version and time alone when nothing changes', async () => {
    const id = await created('patched@contoso.com');
    const old = await services.patch(
      `/Users/${id}`,
      patchOp({ op: 'Replace', path: 'active', value: 'False' }, { op: 'Add', path: `${ent}:manager`, value: 'm1' }),
    );
    expect(old.body).toMatchObject({ active: false, [ent]: { manager: { value: 'm1' } }, meta: { version: 'W/"2"' } });
    const manager = new URLSearchParams({ filter: `id eq "${id}" and manager eq "m1"`, attributes: 'id' });
    expect((await services.get(`/Users?${manager}`)).body.totalResults).toBe(1);
    const again = await services.patch(`/Users/${id}`, patchOp({ op: 'replace', value: { active: false } }));
    expect(again.body.meta).toEqual(old.body.meta);
    expect((await services.get('/Users?filter=userName eq "patched@contoso.com"')).body.Resources[0].active).toBe(
      false,
    );
  });

  it('replaces a user whole', async () => {
    const id = await created('replaced@contoso.com', { title: 'CEO' });
    const { body } = await services.put(`/Users/${id}`, services.user('replaced@contoso.com'));
    expect(body).not.toHaveProperty('title');
  });

  it('pages through everybody, none missing and none twice', async () => {
    for (let n = 0; n < 7; n += 1) await created(`page${n}@contoso.com`);
    const { totalResults } = (await services.get('/Users?count=0')).body;
    const seen: string[] = [];
    for (let startIndex = 1; seen.length < totalResults; startIndex += 3) {
      const { body } = await services.get(`/Users?startIndex=${startIndex}&count=3`);
      expect(body).toMatchObject({ totalResults, startIndex });
      seen.push(...body.Resources.map((user: { id: string }) => user.id));
    }
    expect(new Set(seen).size).toBe(totalResults);
  });

  it('gives one of sixteen equal creates a 201, in any letter case', async () => {
    const names = Array.from({ length: 16 }, (_, n) => (n % 2 ? 'Twin@contoso.com' : 'twin@CONTOSO.com'));
    const answers = await Promise.all(names.map((name) => services.post('/Users', services.user(name))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(15).fill(409)]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.body).toMatchObject({ status: '409', scimType: 'uniqueness' });
  });

  it('keeps all of 64 patches of one user that cross each other', async () => {
    const id = await created('crossed@contoso.com');
    const types = Array.from({ length: 64 }, (_, n) => `t${n}`);
    await Promise.all(
      types.map((type) =>
        services.patch(`/Users/${id}`, patchOp({ op: 'add', path: 'ims', value: [{ type, value: type }] })),
      ),
    );
    const { body } = await services.get(`/Users/${id}`);
    expect(body.ims.map(({ value }: { value: string }) => value).sort()).toEqual([...types].sort());
    expect(body.meta.version).toBe('W/"65"');
  });

  const json = { 'Content-Type': 'application/scim+json' };
  it.each<[string, (s: Services) => ReturnType<Services['get']>, number, string | undefined]>([
    ['no token', (s) => s.get('/Users', { token: null }), 401, undefined],
    ['an unknown token', (s) => s.get('/Users', { token: 'guess' }), 401, undefined],
    ['a token of the management API', (s) => s.get('/Users', { token: s.identity.apiToken }), 401, undefined],
    [
      "another job's path",
      (s) => s.call(s.scimBase.replace(s.identity.jobId, s.identity.tokenId) + '/Users'),
      401,
      undefined,
    ],
    ['malformed JSON', (s) => s.post('/Users', '{"userName":'), 400, 'invalidSyntax'],
    ['no body', (s) => s.post('/Users', ''), 400, 'invalidSyntax'],
    ['a body that is no object', (s) => s.post('/Users', '[]'), 400, 'invalidSyntax'],
    ['a wrong type', (s) => s.post('/Users', s.user('x@y', { active: 'perhaps' })), 400, 'invalidValue'],
    ['a NUL', (s) => s.post('/Users', s.user('x\u0000@y')), 400, 'invalidValue'],
    ['a missing userName', (s) => s.post('/Users', { schemas: s.user('').schemas }), 400, 'invalidValue'],
    [
      'another media type',
      (s) => s.post('/Users', 'a=b', { headers: { 'Content-Type': 'text/plain' } }),
      415,
      undefined,
    ],
    ['an oversize body', (s) => s.post('/Users', s.user('x@y', { title: 'x'.repeat(6e6) })), 413, undefined],
    ['an unknown id', (s) => s.get('/Users/00000000-0000-7000-8000-000000000000'), 404, undefined],
    ['an id that is none', (s) => s.get("/Users/1'%20OR%201=1"), 404, undefined],
    ['a filter that is none', (s) => s.get('/Users?filter=userName%20equals%20"x"'), 400, 'invalidFilter'],
    ['a filter by a secret', (s) => s.get('/Users?filter=password%20eq%20"x"'), 400, 'invalidFilter'],
    ['a count that is none', (s) => s.get('/Users?count=many'), 400, 'invalidValue'],
    ['a patch that is none', (s) => s.patch('/Users/00000000-0000-7000-8000-000000000000', {}), 400, 'invalidSyntax'],
    [
      'a patch of nobody',
      (s) => s.patch('/Users/00000000-0000-7000-8000-000000000000', patchOp({ op: 'remove', path: 'title' })),
      404,
      undefined,
    ],
    ['both attribute lists', (s) => s.get('/Users?attributes=id&excludedAttributes=id&count=1'), 400, 'invalidValue'],
    [
      'prototype keys',
      (s) => s.call(`${s.scimBase}/Users`, { method: 'POST', headers: json, body: '{"__proto__":{"x":1}}' }),
      400,
      'invalidSyntax',
    ],
  ])('refuses %s in the form of SCIM', async (_, request, status, scimType) => {
    const answer = await request(services);
    expect(answer.status).toBe(status);
    expect(answer.type).toBe('application/scim+json');
    expect(answer.body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
      ...(scimType ? { scimType } : {}),
      detail: expect.any(String),
    });
    if (status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('answers a user agent that says nothing of itself, and odd percent signs, without a 5xx', async () => {
    expect((await services.get('/Users?count=1', { headers: { 'User-Agent': '' } })).status).toBe(200);
    expect((await services.get('/Users/%E0%A4%A')).status).toBeLessThan(500);
  });
});
