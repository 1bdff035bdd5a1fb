import { randomUUID } from 'node:crypto';
import { migrate, openPool } from '@waybill/event-log';
import { Secret } from '@waybill/runtime';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import type { Pool } from 'pg';
import type { KeptCredentials } from '../../domain/job-state';
import { jobsTable } from '../../read-models/jobs/jobs-table';
import { configWith, connectionService, keyList } from '../../testing/connection-fixture';
import { startAnswers } from '../../testing/samanage-answers';
import { rewrapCredentials } from '../credentials/credential-vault';
import { CredentialsUnreadable } from '../credentials/envelope';
import { KeyRing } from '../credentials/key-ring';
import { openConnection } from './job-connections';
import { samanageAccess } from './samanage-access';

let database: TestDatabase;
let pool: Pool;
let server: Awaited<ReturnType<typeof startAnswers>>;
const heardHeaders: Record<string, unknown>[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await migrate(database.url, connectionService);
  pool = openPool({ url: database.url, schema: 'samanage_connector' }, () => undefined);
  server = await startAnswers(({ headers }) => {
    heardHeaders.push(headers);
    return { body: [] };
  });
});
beforeEach(async () => {
  heardHeaders.length = 0;
  await pool.query('DELETE FROM credential_v1');
});
afterAll(async () => {
  await pool.end();
  await server.stop();
  await database.drop();
});

type Config = Parameters<typeof configWith>[0];
const accessWith = (config: Config) => samanageAccess(configWith({ url: server.baseUrl, ...config }), pool);
const jobId = randomUUID();
const tokenOf = (secret: string) =>
  ({ kind: 'token', baseAddress: server.baseUrl, secret: new Secret(secret) }) as const;

async function headersOf(active: KeptCredentials | null, config: Config = {}, of = jobId) {
  const connection = await openConnection({ jobId: of, active }, accessWith(config));
  await connection?.transport.exchange({ method: 'GET', path: '/users.json' });
  await connection?.close();
  const { 'x-samanage-authorization': token, authorization } = heardHeaders.at(-1) ?? {};
  return connection && { credentialId: connection.credentialId, token, authorization };
}

describe('the connection of a job', () => {
  it('is opened with its own credentials', async () => {
    const kept = await accessWith({}).vault.keep(jobId, tokenOf('own'));
    expect(await headersOf(kept, { token: new Secret('operator') })).toEqual({
      credentialId: kept.credentialId,
      token: 'Bearer own',
      authorization: undefined,
    });
  });

  it('is opened with what the operator configured where it has none', async () => {
    expect(await headersOf(null, { token: new Secret('operator') })).toMatchObject({
      credentialId: null,
      token: 'Bearer operator',
    });
    const basic = { user: 'megan@contoso.com', password: new Secret('pä:ss') };
    expect(await headersOf(null, basic)).toEqual({
      credentialId: null,
      token: undefined,
      authorization: `Basic ${Buffer.from('megan@contoso.com:pä:ss').toString('base64')}`,
    });
  });

  it('is none without any', async () => {
    expect(await headersOf(null)).toBeUndefined();
  });

  it('cannot be made to an address that is allowed no more', async () => {
    const kept = await accessWith({}).vault.keep(jobId, tokenOf('own'));
    const connection = await openConnection({ jobId, active: kept }, accessWith({ url: undefined }));
    await expect(connection?.transport.exchange({ method: 'GET', path: '/users.json' })).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/must not be called/),
    });
    await connection?.close();
    expect(heardHeaders).toEqual([]);
  });

  it('is not opened with the record of another job, or of another address', async () => {
    const vault = accessWith({}).vault;
    const own = await vault.keep(jobId, tokenOf('own'));
    await expect(headersOf(own, {}, randomUUID())).rejects.toThrow(CredentialsUnreadable);
    await expect(headersOf({ ...own, baseAddress: 'https://api.samanage.com' })).rejects.toThrow(CredentialsUnreadable);
    const other = await vault.keep(randomUUID(), tokenOf('other'));
    await pool.query('DELETE FROM credential_v1 WHERE credential_id = $1', [own.credentialId]);
    const asOwner = await ownerOf(database);
    await asOwner(`UPDATE samanage_connector.credential_v1 SET credential_id = '${own.credentialId}', job = '${jobId}'
      WHERE credential_id = '${other.credentialId}'`);
    await expect(headersOf(own)).rejects.toThrow(CredentialsUnreadable);
    await expect(headersOf(other)).rejects.toThrow(CredentialsUnreadable);
  });

  it('is not opened with a record in which a byte was changed', async () => {
    const kept = await accessWith({}).vault.keep(jobId, tokenOf('own'));
    const asOwner = await ownerOf(database);
    await asOwner(`UPDATE samanage_connector.credential_v1
      SET ciphertext = set_byte(ciphertext, 0, get_byte(ciphertext, 0) # 1)`);
    await expect(headersOf(kept)).rejects.toThrow(`the credentials ${kept.credentialId} cannot be decrypted`);
  });

  it('survives an exchange of keys, after which the older one is not needed', async () => {
    const kept = await accessWith({ credentialKeys: keyList('first') }).vault.keep(jobId, tokenOf('own'));
    const rotated = { credentialKeys: keyList('second', 'first') };
    expect(await headersOf(kept, rotated)).toMatchObject({ token: 'Bearer own' });
    await expect(headersOf(kept, { credentialKeys: keyList('second') })).rejects.toThrow('under the key "first"');
    expect(await rewrapCredentials(pool, new KeyRing(rotated.credentialKeys))).toBe(1);
    expect(await rewrapCredentials(pool, new KeyRing(rotated.credentialKeys))).toBe(0);
    expect(await headersOf(kept, { credentialKeys: keyList('second') })).toMatchObject({ token: 'Bearer own' });
    await expect(headersOf(kept, { credentialKeys: keyList('first') })).rejects.toThrow('under the key "second"');
  });

  it('of others is wrapped anew though the key of one is missing', async () => {
    await accessWith({ credentialKeys: keyList('lost') }).vault.keep(jobId, tokenOf('a'));
    // The first that is looked at.
    const asOwner = await ownerOf(database);
    await asOwner(
      `UPDATE samanage_connector.credential_v1 SET credential_id = '${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}'`,
    );
    const kept = await accessWith({ credentialKeys: keyList('first') }).vault.keep(jobId, tokenOf('b'));
    const keys = new KeyRing(keyList('second', 'first'));
    await expect(rewrapCredentials(pool, keys)).rejects.toThrow('under the key "lost"');
    expect(await headersOf(kept, { credentialKeys: keyList('second') })).toMatchObject({ token: 'Bearer b' });
    await expect(rewrapCredentials(pool, new KeyRing(undefined))).rejects.toThrow(/under the key "(lost|second)"/);
    await pool.query('DELETE FROM credential_v1');
    expect(await rewrapCredentials(pool, new KeyRing(undefined))).toBe(0);
  });
});

it('jobs of an older release are known', async () => {
  const older = await createTestDatabase();
  const [first, second] = connectionService.migrations;
  await migrate(older.url, { schema: 'samanage_connector', migrations: first ? [first] : [] });
  const asOwner = await ownerOf(older);
  await asOwner(`INSERT INTO samanage_connector.job_v1 VALUES ('job-1')`);
  await migrate(older.url, { schema: 'samanage_connector', migrations: first && second ? [first, second] : [] });
  const rows = await asOwner(`SELECT * FROM samanage_connector.${jobsTable}`);
  expect(rows).toEqual([
    {
      job: 'job-1',
      service_principal_id: null,
      name: '',
      active_credential: null,
      standby_credential: null,
      settings: { syncAll: null, skipOutOfScopeDeletions: null, notification: null },
      quarantine: null,
      roles: [],
    },
  ]);
  await older.drop();
});

/** Runs statements as the database's owner, who may what the service may not. */
async function ownerOf({ url }: TestDatabase) {
  const { Client } = await import('pg');
  return async (statement: string): Promise<unknown[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<object>(statement);
    await client.end();
    return rows;
  };
}
