import { type StartedAccount, startAccount, token } from './testing/started-account';

let account: StartedAccount;
beforeEach(async () => void (account = await startAccount({}, { password: 'of all' })));
afterEach(() => account.close());

const bearer = (text: string) => ({ 'X-Samanage-Authorization': `Bearer ${text}` });
const basic = (email: string, password: string) => ({
  'X-Samanage-Authorization': '',
  Authorization: `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`,
});
const reads = async (headers: Record<string, string>) =>
  (await account.call('GET /users.json', undefined, headers)).status;
const writes = async (headers: Record<string, string>) =>
  (await account.call('POST /groups.json', { group: { name: 'Helpdesk' } }, headers)).status;

describe('a token', () => {
  it('that is not known is answered by 401 without a body', async () => {
    for (const headers of [bearer('other'), { 'X-Samanage-Authorization': token }, bearer('')]) {
      expect(await account.call('GET /users.json', undefined, headers)).toMatchObject({ status: 401, body: '' });
    }
  });

  it('may be revoked and replaced while it runs, and stands for whom it belongs to', async () => {
    await account.user('Second', { role: { name: 'Administrator' } });
    const own = { token: 'of the second', owner: 'second@contoso.com' };
    expect((await account.call('PUT /__tokens', { tokens: ['new', own] })).body).toEqual({ accepted: 2 });
    expect(await Promise.all(['new', own.token, token].map((each) => reads(bearer(each))))).toEqual([200, 200, 401]);
    expect((await account.call('GET /profile.json', undefined, bearer(own.token))).body.email).toBe(own.owner);
    expect((await account.call('PUT /__tokens', { tokens: [] })).status).toBe(200);
    expect(await reads(bearer('new'))).toBe(401);
    await account.call('PUT /__tokens', { tokens: [token] });
    expect(await reads(bearer(token))).toBe(200);
  });

  it.each([[{ tokens: [{ token: 'x', owner: 'nobody@contoso.com' }] }], [{ tokens: 'x' }], [{ tokens: [''] }], [{}]])(
    'is not replaced by %j',
    async (body) => {
      expect((await account.call('PUT /__tokens', body)).status).toBe(400);
      expect(await reads(bearer(token))).toBe(200);
    },
  );

  it('is dead while its owner is disabled, and when he is gone', async () => {
    const owner = await account.user('Second', { role: { name: 'Administrator' } });
    const own = { token: 'own', owner: 'second@contoso.com' };
    await account.call('PUT /__tokens', { tokens: [token, own] });
    const put = (disabled: boolean) => account.call(`PUT /users/${owner.id}.json`, { user: { disabled } });
    await put(true);
    expect(await reads(bearer('own'))).toBe(401);
    await put(false);
    expect(await reads(bearer('own'))).toBe(200);
    await account.call(`DELETE /users/${owner.id}.json`);
    expect(await reads(bearer('own'))).toBe(401);
  });

  it('may no longer write once its owner is no administrator, and that is noted', async () => {
    const { id } = (await account.call('GET /profile.json')).body;
    await account.call(`PUT /users/${id}.json`, { user: { role: { name: 'Requester' } } });
    expect(await reads(bearer(token))).toBe(200);
    expect(await writes(bearer(token))).toBe(403);
    expect(account.simulator.record.at(-1)).toMatchObject({ status: 403, applied: false, path: '/groups.json' });
  });

  it.each([
    [{ rejectToken: true }, 401],
    [{ forbid: true }, 403],
    [{ unavailable: true }, 503],
    [{}, 200],
  ] as const)('is answered with %j by %d', async (switches, status) => {
    await account.set(switches);
    expect(await reads(bearer(token))).toBe(status);
  });
});

describe('Basic authentication', () => {
  it.each([
    ['on', 'ADMIN@contoso.com', 'of all', 200],
    ['on', 'admin@contoso.com', 'wrong', 401],
    ['on', 'nobody@contoso.com', 'of all', 401],
    ['on', 'person@contoso.com', 'of all', 401],
    ['off', 'admin@contoso.com', 'of all', 401],
  ] as const)('switched %s, of %s with the password %j: %d', async (basicAuth, email, password, status) => {
    await account.user('Person');
    await account.set({ basicAuth });
    expect(await reads(basic(email, password))).toBe(status);
  });

  it('lets nobody in where no password is set', async () => {
    const open = await startAccount({ basicAuth: 'on' });
    expect((await open.call('GET /users.json', undefined, basic('admin@contoso.com', ''))).status).toBe(401);
    await open.close();
  });

  it('tells who it is', async () => {
    await account.set({ basicAuth: 'on' });
    const { body } = await account.call('GET /profile.json', undefined, basic('admin@contoso.com', 'of all'));
    expect(body.email).toBe('admin@contoso.com');
  });
});

describe('the form of a request', () => {
  const accepting = async (accept: string) => account.call('GET /users.json', undefined, { Accept: accept });

  it.each([
    'application/vnd.samanage.v2.1+json',
    'application/vnd.samanage.v2.1+json?layout=long',
    'application/vnd.samanage.v1+json',
    'application/json',
    '*/*',
    '',
  ])('may accept %j', async (accept) => {
    expect((await accepting(accept)).status).toBe(200);
  });

  it.each([406, 200] as const)('of an unknown version is answered by %d', async (unknownVersion) => {
    await account.set({ unknownVersion });
    expect((await accepting('application/vnd.samanage.v3.0+json')).status).toBe(unknownVersion);
  });

  it.each([
    [200, 201],
    [415, 415],
  ] as const)('with a body that is not said to be JSON: switch %d, answer %d', async (wrongContentType, status) => {
    await account.set({ wrongContentType });
    expect(await writes({ 'Content-Type': 'text/plain' })).toBe(status);
    expect(await writes({ 'Content-Type': 'application/json' })).toBe(201);
  });

  it('with a body that is no JSON is answered by 400, and noted', async () => {
    expect((await account.call('POST /groups.json', '{"group":')).status).toBe(400);
    expect(account.simulator.record.at(-1)).toMatchObject({ status: 400, body: '{"group":', applied: false });
  });

  it('is answered with the headers of true answers', async () => {
    const { headers } = await account.call('GET /users.json');
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('etag')).toMatch(/^W\/"[0-9a-f]{32}"$/);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
  });
});
