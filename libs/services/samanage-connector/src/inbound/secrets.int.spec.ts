import { randomUUID } from 'node:crypto';
import { pairs, type RunningConnections, secretsPath, startConnections } from '../testing/connection-fixture';
import { forgetOrphans } from '../read-models/credentials/credentials';
import { startAnswers, takesOnly } from '../testing/samanage-answers';
import { storedTexts } from '../testing/stored-texts';

const canary = 'canary-3f1b9c77d2e84a5d:secret_token=';
type Server = Awaited<ReturnType<typeof startAnswers>>;
let server: Server;
let api: RunningConnections;
const validatePath = '/servicePrincipals/{sp}/synchronization/jobs/{job}/validateCredentials';
const connectionPath = '/waybill/jobs/{job}/connection';
const standbyPath = '/waybill/jobs/{job}/credentials/standby';

beforeEach(async () => {
  server = await startAnswers(takesOnly(canary));
  api = await startConnections({ url: server.baseUrl });
});
afterEach(async () => {
  await api.stop();
  await server.stop();
});

const put = (values: Record<string, string>, query = '') =>
  api.ask('PUT', secretsPath + query, { value: pairs(values) });
const set = () => ({ BaseAddress: server.baseUrl, SecretToken: canary });
const credentials = async () => {
  const { rows } = await api.pool.query<{ id: string }>('SELECT credential_id AS id FROM credential_v1 ORDER BY 1');
  return rows.map(({ id }) => id);
};
const changes = async () =>
  (await api.events()).flatMap(({ type, data }) => (type === 'samanage.credentials-changed' ? [data] : []));

describe('saving secrets', () => {
  it('keeps a token that works, and tells of it by an id', async () => {
    expect(await put(set())).toMatchObject({ status: 204, body: undefined });
    const [credentialId] = await credentials();
    expect(await changes()).toEqual([
      {
        slot: 'active',
        credentialId,
        kind: 'token',
        baseAddress: server.baseUrl,
        how: 'saved',
        by: 'admin:test',
        at: expect.any(String),
      },
    ]);
    expect((await api.ask('GET', secretsPath)).body).toEqual({
      value: pairs({ BaseAddress: server.baseUrl, SecretToken: '*' }),
    });
    const connection = await api.ask('GET', connectionPath);
    expect(connection.body).toEqual({
      state: 'Active',
      baseAddress: server.baseUrl,
      kind: 'token',
      region: null,
      flagged: null,
      standby: false,
      quarantine: null,
      roles: [],
    });
  });

  it('leaves the token in no table, no event, no line and no answer', async () => {
    const wrong = { BaseAddress: server.baseUrl, SecretToken: `${canary}2` };
    await put(set());
    await put(wrong);
    await put({ ...set(), SyncAll: 'perhaps' });
    await put({ BaseAddress: 'https://evil.example', SecretToken: canary });
    await put({ SecretToken: `${canary} ${canary}` });
    await api.ask('POST', validatePath, { credentials: pairs(wrong) });
    await api.ask('POST', validatePath, { useSavedCredentials: true });
    await api.ask('PUT', standbyPath, { secretToken: canary });
    await api.ask('GET', secretsPath);
    await api.ask('GET', connectionPath);
    const stored = await storedTexts(api.pool);
    expect(stored.filter((text) => text.startsWith('credential_v1'))).toHaveLength(1);
    expect(stored.some((text) => text.startsWith('event_log') && text.includes('credentials-changed'))).toBe(true);
    const everything = [...stored, ...api.lines, ...api.answers].join('\n');
    expect(api.lines.length).toBeGreaterThan(0);
    const forms = [canary, Buffer.from(canary).toString('hex'), Buffer.from(canary).toString('base64').slice(0, 40)];
    for (const form of forms) expect(everything).not.toContain(form);
    expect(api.answers.join()).toContain('generate one');
  });

  it('refuses a token that does not work, and keeps what was', async () => {
    await put(set());
    const { status, body } = await put({ BaseAddress: server.baseUrl, SecretToken: 'wrong' });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error: {
        code: 'BadRequest',
        message: expect.stringMatching(
          /does not take .*\(SystemForCross\w+ValidationFailure; GET \/users\.json answered 401, X-Request-Id samanage-1\)$/,
        ),
        details: [{ target: expect.stringMatching(/ValidationFailure$/) }],
        innerError: { 'request-id': expect.any(String) },
      },
    });
    expect(await changes()).toHaveLength(1);
    expect(await credentials()).toHaveLength(1);
  });

  it('does not ask Samanage where that is not wanted', async () => {
    expect(await put({ BaseAddress: server.baseUrl, SecretToken: 'later' }, '?validate=false')).toMatchObject({
      status: 204,
    });
    expect(await put({ SecretToken: 'later-still' }, '?validate=false')).toMatchObject({ status: 204 });
    expect(await changes()).toMatchObject([{ baseAddress: server.baseUrl }, { baseAddress: server.baseUrl }]);
    expect(server.heard).toEqual([]);
  });

  it('keeps the token for the same address alone', async () => {
    await put(set());
    const sames: Record<string, string>[] = [
      { BaseAddress: `${server.baseUrl}/`, SecretToken: '*' },
      { SecretToken: '*' },
      {},
    ];
    for (const same of sames) {
      expect(await put({ ...same, SyncAll: 'true' })).toMatchObject({ status: 204 });
    }
    const elsewhere = await put({ BaseAddress: 'https://api.samanage.com', SecretToken: '*' });
    expect(elsewhere).toMatchObject({ status: 400, body: { error: { message: /entered again/ as never } } });
    expect(await changes()).toHaveLength(1);
  });

  it('replaces a token, and forgets the one before', async () => {
    await put(set());
    const [before] = await credentials();
    await put(set());
    const [after, ...others] = await credentials();
    expect([after === before, others]).toEqual([false, []]);
  });

  it('forgets what never came into use, after a day', async () => {
    await put(set());
    const copy = (age: string, id: string = randomUUID()) =>
      api.pool.query(
        `INSERT INTO credential_v1 SELECT $1, job, kind, base_address, format, key_name, wrapped_key, nonce, ciphertext,
          now() - $2::interval FROM credential_v1 LIMIT 1`,
        [id, age],
      );
    await copy('25 hours');
    await copy('1 hour');
    expect(await credentials()).toHaveLength(3);
    await put(set());
    expect(await credentials()).toHaveLength(2);

    const used = randomUUID();
    await copy('25 hours', used);
    const asked = { jobId: api.jobId, by: 'admin:test', now: new Date().toISOString() };
    const kept = { credentialId: used, kind: 'token', baseAddress: server.baseUrl } as const;
    await api.decide({ type: 'save-credentials', slot: 'active', ...kept, ...asked });
    await forgetOrphans(api.pool);
    expect(await credentials()).toContain(used);
  });

  it('saves the settings beside them', async () => {
    const mails = JSON.stringify({ Enabled: true, Recipients: 'it@contoso.com', DeleteThresholdEnabled: false });
    await put({ SyncAll: 'true', SyncNotificationSettings: mails });
    await put({ SyncAll: 'true' });
    const saved = (await api.events()).filter(({ type }) => type === 'samanage.job-settings-saved');
    expect(saved.map(({ data }) => data)).toMatchObject([{ syncAll: true, notification: { enabled: true } }]);
    const { rows } = await api.pool.query('SELECT settings FROM job_v2');
    expect(rows).toMatchObject([{ settings: { syncAll: true, notification: { recipients: ['it@contoso.com'] } } }]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'an address that is not allowed',
      { BaseAddress: 'https://evil.example', SecretToken: 't' },
      /evil\.example is not/,
    ],
    ['an address in our own network', { BaseAddress: 'http://127.0.0.1:1', SecretToken: 't' }, /https:/],
    ['a user and a password', { UserName: 'a@contoso.com', Password: 'p' }, /generate a token/],
    ['both', { UserName: 'a@contoso.com', Password: 'p', SecretToken: 't' }, /or a UserName/],
    ['a key that Graph does not know', { Colour: 'red' }, /Colour/],
  ])('refuses %s', async (_, values, message) => {
    const { status, body } = await put(values);
    expect({ status, message: body?.error.message }).toEqual({ status: 400, message: expect.stringMatching(message) });
    expect(server.heard).toEqual([]);
  });

  it('is for admins, and of jobs that are there', async () => {
    expect((await api.ask('GET', secretsPath, undefined, 'auditor-token')).status).toBe(403);
    expect((await api.ask('GET', connectionPath, undefined, 'nobody')).status).toBe(401);
    const other = randomUUID();
    for (const [method, path] of [
      ['GET', secretsPath.replace('{sp}', other)],
      ['GET', connectionPath.replace('{job}', other)],
      ['POST', validatePath.replace('{sp}', other)],
      ['DELETE', standbyPath.replace('{job}', other)],
    ] as const) {
      expect((await api.ask(method, path, method === 'POST' ? {} : undefined)).status).toBe(404);
    }
  });
});
