import { type AddressInfo, createServer } from 'node:net';
import { Secret } from '@waybill/runtime';
import { startSamanageSimulator } from '@waybill/samanage-simulator';
import { configWith, resolvesTo } from '../../testing/connection-fixture';
import {
  administrator,
  type GiveAnswer,
  type GivenAnswer,
  healthy,
  startAnswers,
  takesOnly,
} from '../../testing/samanage-answers';
import { GuardedConnections } from './guarded-connections';
import { samanageAccess } from './samanage-access';

const failure = 'SystemForCrossDomainIdentityManagementCredentialValidationFailure';
const unavailable = 'SystemForCrossDomainIdentityManagementCredentialValidationUnavailable';
const token = { kind: 'token', secret: new Secret('token') } as const;
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

async function answering(give: GiveAnswer) {
  const server = await startAnswers(give);
  open.push(() => server.stop());
  return server;
}

type Config = Parameters<typeof configWith>[0];

/** Connections of an installation that may reach this machine. */
function installation(config: Config = {}, regions: Readonly<Record<string, string>> = {}, resolve = resolvesTo({})) {
  const settings = configWith({ timeoutSeconds: 1, ...config });
  const access = samanageAccess(settings, undefined as never, resolve);
  return new GuardedConnections({ ...access, regions });
}

/** Tests the token at a server, which is the operator's own. */
const testAt = (baseAddress: string, config: Config = {}) =>
  installation({ url: baseAddress, ...config }).test(token, { baseAddress, before: null });

describe('a connection', () => {
  it('works for an administrator, changes nothing, and asks for nobody', async () => {
    const { baseUrl, heard } = await answering(healthy());
    const { role, ...owner } = administrator;
    expect(await testAt(baseUrl)).toEqual({
      ok: true,
      baseAddress: baseUrl,
      owner: { ...owner, role: role.name },
      remark: null,
    });
    expect(heard).toEqual([
      expect.stringMatching(/^GET \/users\.json\?email=[0-9a-f-]{36}%40waybill\.invalid&per_page=1$/),
      'GET /profile.json',
      'PUT /users/7.json',
    ]);
  });

  it('works with the simulator', async () => {
    const simulator = await startSamanageSimulator({ token: 'token' });
    open.push(() => simulator.close());
    expect(await testAt(simulator.baseUrl)).toMatchObject({ ok: true, owner: { role: 'Administrator' } });
  });

  it.each<[string, GivenAnswer]>([
    ['finds fault with a write without members', { status: 422, body: { base: ['nothing to do'] } }],
    ['takes no write without members', { status: 400 }],
    ['answers a write without a body', { status: 204 }],
  ])('works where Samanage %s', async (_, answer) => {
    const { baseUrl } = await answering(healthy({ 'PUT /users/7.json': answer }));
    expect(await testAt(baseUrl)).toMatchObject({ ok: true, remark: null });
  });

  it('works, with a remark, where Samanage does not tell whose credentials they are', async () => {
    const { baseUrl, heard } = await answering(healthy({ 'GET /profile.json': { status: 404, body: 'Not Found' } }));
    expect(await testAt(baseUrl)).toMatchObject({
      ok: true,
      owner: null,
      remark: expect.stringMatching('administrator'),
    });
    expect(heard.at(-1)).toBe('GET /roles.json?per_page=1');
  });

  const html = { headers: { 'Content-Type': 'text/html' }, body: '<html>Sign in</html>' };
  it.each<[string, Record<string, GivenAnswer>, string, RegExp]>([
    ['wrong credentials', { 'GET /users.json': { status: 401, body: '' } }, failure, /generate one/],
    ['credentials that may not read', { 'GET /users.json': { status: 403 } }, failure, /Samanage administrator/],
    [
      'an agent’s',
      { 'GET /profile.json': { body: { ...administrator, role: { id: 2, name: 'Service Agent User' } } } },
      failure,
      /no Administrator/,
    ],
    ['a requester’s', { 'GET /profile.json': { body: { ...administrator, role: null } } }, failure, /no Administrator/],
    ['credentials that may not write', { 'PUT /users/7.json': { status: 403 } }, failure, /read and not write/],
    ['another server', { 'GET /users.json': { status: 404, body: 'no' } }, unavailable, /knows no users/],
    ['a web page', { 'GET /users.json': html }, unavailable, /not as a Samanage API does/],
    ['a web page as profile', { 'GET /profile.json': html }, unavailable, /not as a Samanage API does/],
    ['a profile without an id', { 'GET /profile.json': { body: {} } }, unavailable, /not as a Samanage API does/],
    ['a web page as roles', { 'GET /profile.json': { status: 404 }, 'GET /roles.json': html }, unavailable, /not as a/],
    ['a search that finds everybody', { 'GET /users.json': { body: [administrator] } }, unavailable, /nobody can be/],
    [
      'throttling',
      { 'GET /users.json': { status: 429, headers: { 'Retry-After': '1' } } },
      unavailable,
      /no more calls/,
    ],
    ['an outage', { 'GET /users.json': { status: 503, body: 'down' } }, unavailable, /problem of its own/],
    ['a write that failed', { 'PUT /users/7.json': { status: 500 } }, unavailable, /problem of its own/],
    [
      'a redirect',
      { 'GET /users.json': { status: 302, headers: { Location: '/login' } } },
      unavailable,
      /not followed/,
    ],
  ])('does not work: %s', async (_, otherwise, code, sentence) => {
    const { baseUrl } = await answering(healthy(otherwise));
    expect(await testAt(baseUrl)).toMatchObject({ ok: false, code, sentence: expect.stringMatching(sentence) });
  });

  it('that failed names the request, as Samanage knows it', async () => {
    const { baseUrl } = await answering(healthy({ 'GET /users.json': { status: 401 } }));
    const request = { method: 'GET', path: '/users.json', status: 401, requestId: 'samanage-1' };
    expect(await testAt(baseUrl)).toMatchObject({ request });
  });

  it('does not work with a server that breaks it off, or is too late', async () => {
    const { baseUrl } = await answering(() => undefined);
    expect(await testAt(baseUrl)).toMatchObject({ code: unavailable, sentence: expect.stringMatching(/broke/) });
    const simulator = await startSamanageSimulator({ token: 'token', switches: { latencyMs: 1_500 } });
    open.push(() => simulator.close());
    expect(await testAt(simulator.baseUrl)).toMatchObject({
      code: unavailable,
      sentence: expect.stringMatching(/in time/),
    });
  });

  it('does not work where nobody answers, or none can be made', async () => {
    const { baseUrl, port, stop } = await startAnswers(healthy());
    await stop();
    expect(await testAt(baseUrl)).toMatchObject({
      code: unavailable,
      sentence: expect.stringMatching(/Nobody answers/),
    });
    const samanage = { baseAddress: 'https://contoso.samanage.com', before: null };
    expect(await installation().test(token, samanage)).toMatchObject({
      code: unavailable,
      sentence: expect.stringMatching(/not known: check the Tenant URL/),
    });
    const inside = installation(
      { allowedHosts: `*.samanage.com:${port}` },
      {},
      resolvesTo({ 'a.samanage.com': ['127.0.0.1'] }),
    );
    expect(await inside.test(token, { baseAddress: `https://a.samanage.com:${port}`, before: null })).toMatchObject({
      code: unavailable,
      sentence: expect.stringMatching(
        /^The Tenant URL must not be called: a\.samanage\.com leads to 127\.0\.0\.1.*\.$/,
      ),
    });
  });
});

it('a connection does not work with a server that speaks no TLS', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-server\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => void server.close());
  const { port } = server.address() as AddressInfo;
  const tested = await testAt(`https://localhost:${port}`);
  expect(tested).toMatchObject({ code: unavailable, sentence: expect.stringMatching(/certificate/) });
});

describe('regions', () => {
  const reachable = { allowPrivateAddresses: 'true', allowedHosts: 'localhost' } as const;
  const three = async (us: GiveAnswer, eu: GiveAnswer, au: GiveAnswer) => {
    const servers = await Promise.all([us, eu, au].map(answering));
    const [first = '', second = '', third = ''] = servers.map(({ baseUrl }) => baseUrl);
    const allowedHosts = servers.map(({ port }) => `localhost:${port}`).join();
    const regions = { us: first, eu: second, au: third };
    return { servers, regions, connections: installation({ ...reachable, allowedHosts }, regions) };
  };
  const takes = takesOnly('token');
  const rejects = takesOnly('another');

  it('are told from one another', () => {
    const connections = installation({}, { us: 'https://api.samanage.com' });
    expect(['https://api.samanage.com', 'https://contoso.samanage.com'].map((at) => connections.regionOf(at))).toEqual([
      'us',
      null,
    ]);
  });

  it('are named where the token is of another one', async () => {
    const { regions, connections } = await three(rejects, takes, rejects);
    expect(await connections.test(token, { baseAddress: regions.us, before: null })).toMatchObject({
      ok: false,
      code: failure,
      sentence: `This token belongs to the EU region: use ${regions.eu}.`,
    });
  });

  it('are named too where the other one has something else against the token', async () => {
    const { regions, connections } = await three(rejects, rejects, healthy({ 'GET /users.json': { status: 403 } }));
    const tested = await connections.test(token, { baseAddress: regions.us, before: null });
    expect(tested).toMatchObject({ sentence: expect.stringMatching(/the AU region/) });
  });

  it('that do not take the token either change nothing', async () => {
    const { regions, connections } = await three(rejects, rejects, () => undefined);
    const tested = await connections.test(token, { baseAddress: regions.us, before: null });
    expect(tested).toMatchObject({ ok: false, code: failure, sentence: expect.stringMatching(/does not take/) });
  });

  it('are never sent a token of another address', async () => {
    const { servers, connections, regions } = await three(rejects, takes, takes);
    const own = { ...regions, us: 'https://api.samanage.com' };
    const elsewhere = new GuardedConnections({ ...connections['access'], regions: own });
    const at = { baseAddress: regions.us, before: null };
    expect(await elsewhere.test(token, at)).toMatchObject({ sentence: expect.stringMatching(/does not take/) });
    expect(await elsewhere.test(token, { baseAddress: null, before: regions.us })).toMatchObject({ ok: false });
    expect(servers.slice(1).flatMap(({ heard }) => heard)).toEqual([]);
  });

  it('are found out where no address is given', async () => {
    const { regions, connections } = await three(rejects, takes, takes);
    const found = await connections.test(token, { baseAddress: null, before: null });
    expect(found).toMatchObject({ ok: true, baseAddress: regions.eu });
    const kept = await connections.test(token, { baseAddress: null, before: regions.au });
    expect(kept).toMatchObject({ ok: true, baseAddress: regions.au });
  });

  it.each<[string, GiveAnswer, RegExp, GiveAnswer?]>([
    [
      'takes it, though another cannot be reached,',
      healthy({ 'PUT /users/7.json': { status: 403 } }),
      /not write/,
      () => undefined,
    ],
    ['takes it from somebody who is no administrator', healthy({ 'PUT /users/7.json': { status: 403 } }), /not write/],
    ['cannot be reached', () => undefined, /broke/],
    ['rejects it like the others', rejects, /does not take/],
  ])('fail with what tells most where one %s', async (_, give, sentence, first = rejects) => {
    const { connections } = await three(first, give, rejects);
    const tested = await connections.test(token, { baseAddress: null, before: null });
    expect(tested).toMatchObject({ ok: false, sentence: expect.stringMatching(sentence) });
  });
});
