import { Secret } from '@waybill/runtime';
import { keyList, pairs, type RunningConnections, secretsPath, startConnections } from '../testing/connection-fixture';
import { healthy, startAnswers, takesOnly } from '../testing/samanage-answers';

let server: Awaited<ReturnType<typeof startAnswers>>;
let api: RunningConnections;
let accepted: string;
const validatePath = '/servicePrincipals/{sp}/synchronization/jobs/{job}/validateCredentials';
const connectionPath = '/waybill/jobs/{job}/connection';
const standbyPath = '/waybill/jobs/{job}/credentials/standby';

beforeEach(async () => {
  accepted = 'active';
  server = await startAnswers((asked) => takesOnly(accepted)(asked));
  api = await startConnections({ url: server.baseUrl });
});
afterEach(async () => {
  await api.stop();
  await server.stop();
});

async function withoutProfile() {
  const answers = await startAnswers(healthy({ 'GET /profile.json': { status: 404 } }));
  const operator = { url: answers.baseUrl, token: new Secret('operator') };
  return { answers, connection: await startConnections(operator) };
}

const put = (values: Record<string, string>) => api.ask('PUT', secretsPath, { value: pairs(values) });
const set = () => ({ BaseAddress: server.baseUrl, SecretToken: 'active' });
const credentials = async () => {
  const { rows } = await api.pool.query<{ id: string }>('SELECT credential_id AS id FROM credential_v1 ORDER BY 1');
  return rows.map(({ id }) => id);
};
const changes = async () =>
  (await api.events()).flatMap(({ type, data }) => {
    const { slot, how } = data as { slot: string; how: string };
    return type === 'samanage.credentials-changed' ? [[slot, how]] : [];
  });

describe('validateCredentials', () => {
  const validate = (body: object) => api.ask('POST', validatePath, body);

  it('tests what is not saved, and saves nothing', async () => {
    expect(await validate({ credentials: pairs(set()) })).toMatchObject({ status: 204, body: undefined });
    const wrong = await validate({ credentials: pairs({ ...set(), SecretToken: 'wrong' }) });
    expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
    expect(await credentials()).toEqual([]);
  });

  it('says what could not be proved', async () => {
    const { connection, answers } = await withoutProfile();
    const answer = await connection.ask('POST', validatePath, { credentials: pairs({ SecretToken: 'active' }) });
    expect(answer).toMatchObject({ status: 204, headers: { 'x-waybill-remark': expect.stringMatching(/may write/) } });
    await connection.stop();
    await answers.stop();
  });

  it('tests what is saved', async () => {
    expect(await validate({ useSavedCredentials: true })).toMatchObject({ status: 400 });
    await put(set());
    expect((await validate({ useSavedCredentials: true })).status).toBe(204);
    expect((await validate({ credentials: pairs({ BaseAddress: server.baseUrl, SecretToken: '*' }) })).status).toBe(
      204,
    );
    accepted = 'another';
    expect((await validate({ useSavedCredentials: true })).body.error.message).toMatch(/generate one/);
  });
});

describe('a standby token', () => {
  const save = (secretToken: string) => api.ask('PUT', standbyPath, { secretToken });

  it('is kept beside the active one, once it works, until it is removed', async () => {
    await put(set());
    accepted = 'standby';
    expect((await save('standby')).status).toBe(204);
    expect((await api.ask('GET', connectionPath)).body).toMatchObject({ standby: true });
    expect(await credentials()).toHaveLength(2);
    expect((await api.ask('DELETE', standbyPath)).status).toBe(204);
    expect((await api.ask('DELETE', standbyPath)).status).toBe(204);
    expect(await credentials()).toHaveLength(1);
    expect(await changes()).toEqual([
      ['active', 'saved'],
      ['standby', 'saved'],
      ['standby', 'removed'],
    ]);
  });

  it('takes over, and the one before is forgotten', async () => {
    await put(set());
    const [first = ''] = await credentials();
    accepted = 'standby';
    await save('standby');
    const now = new Date().toISOString();
    await api.decide({ type: 'take-over-standby', jobId: api.jobId, failedCredentialId: first, now });
    expect(await credentials()).not.toContain(first);
    expect((await api.ask('POST', validatePath, { useSavedCredentials: true })).status).toBe(204);
    expect((await api.ask('GET', connectionPath)).body).toMatchObject({ standby: false, state: 'Active' });
  });

  it('needs an active one, is another, and works', async () => {
    expect((await save('standby')).status).toBe(409);
    await put(set());
    expect((await save('active')).body.error.message).toMatch(/the active one already/);
    expect((await save('wrong')).body.error.message).toMatch(/does not take/);
    expect(await credentials()).toHaveLength(1);
  });
});

describe('a job', () => {
  it('shows its quarantine and its roles', async () => {
    await put(set());
    const error = { code: 'Unauthorized', message: 'Samanage answered 401' };
    const request = { method: 'GET', path: '/users.json', status: 401, requestId: 'samanage-1' };
    const times = { now: '2026-01-31T12:00:00.000Z', nextAttempt: '2026-01-31T18:00:00.000Z' };
    const code = 'EncounteredQuarantineException';
    await api.decide({ type: 'enter-quarantine', jobId: api.jobId, code, error, request, ...times });
    const roles = [{ id: 1, name: 'Administrator', roleDescription: null, portal: false }];
    await api.decide({ type: 'import-roles', jobId: api.jobId, roles, now: times.now });
    const { now: began, nextAttempt } = times;
    expect((await api.ask('GET', connectionPath)).body).toMatchObject({
      state: 'Quarantine',
      roles,
      quarantine: {
        reason: code,
        error,
        request,
        currentBegan: began,
        seriesBegan: began,
        seriesCount: 0,
        nextAttempt,
      },
    });
    await api.decide({ type: 'lift-quarantine', jobId: api.jobId, how: 'probe', now: times.nextAttempt });
    expect((await api.ask('GET', connectionPath)).body).toMatchObject({ state: 'Active', quarantine: null });
  });
});

describe('without keys', () => {
  it('no credentials are kept, and it says what to set', async () => {
    const bare = await startConnections({ url: server.baseUrl, credentialKeys: undefined });
    const refused = await bare.ask('PUT', secretsPath, { value: pairs(set()) });
    expect(refused).toMatchObject({ status: 503 });
    expect(refused.body.error.message).toMatch(/Set SAMANAGE_CREDENTIAL_KEYS/);
    expect(server.heard).toEqual([]);
    expect((await bare.ask('GET', connectionPath)).body).toMatchObject({ state: 'NotConfigured', baseAddress: null });
    expect((await bare.ask('PUT', secretsPath, { value: pairs({ SyncAll: 'true' }) })).status).toBe(204);
    await bare.stop();
  });
});

describe('Basic credentials of the operator', () => {
  const basic = `Basic ${Buffer.from('megan@contoso.com:p').toString('base64')}`;

  it('work, are flagged, and give way to a token with everything else kept', async () => {
    const legacy = await startAnswers((asked) =>
      asked.headers.authorization === basic ? healthy()(asked) : { status: 401 },
    );
    const old = await startConnections({
      url: legacy.baseUrl,
      user: 'megan@contoso.com',
      password: new Secret('p'),
      credentialKeys: keyList('first'),
    });
    expect((await old.ask('GET', connectionPath)).body).toMatchObject({
      state: 'Active',
      kind: 'basic',
      baseAddress: legacy.baseUrl,
      flagged: expect.stringMatching(/Generate a token/),
    });
    expect((await old.ask('POST', validatePath, { useSavedCredentials: true })).status).toBe(204);
    const again = { value: pairs({ UserName: 'megan@contoso.com', Password: 'p' }) };
    expect((await old.ask('PUT', secretsPath, again)).status).toBe(204);
    await old.ask('PUT', secretsPath, { value: pairs({ SyncAll: 'true' }) });
    const token = { value: pairs({ SecretToken: 'token' }) };
    expect((await old.ask('PUT', `${secretsPath}?validate=false`, token)).status).toBe(204);
    expect((await old.ask('GET', connectionPath)).body).toMatchObject({ kind: 'token', flagged: null });
    expect((await old.ask('PUT', secretsPath, again)).body.error.message).toMatch(/generate a token/);
    expect((await old.ask('GET', secretsPath)).body).toEqual({
      value: pairs({ BaseAddress: legacy.baseUrl, SecretToken: '*', SyncAll: 'true' }),
    });
    await old.stop();
    await legacy.stop();
  });
});
