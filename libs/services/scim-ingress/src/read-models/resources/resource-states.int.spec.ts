import { lookupKeysOf, type Resource, userType } from '@waybill/scim';
import { migrateServices } from '@waybill/service-host';
import { createTestDatabase } from '@waybill/testing';
import { Client } from 'pg';
import { scimIngressService } from '../../scim-ingress.service';
import { resourcesTable } from './directory-resources';
import { resourceStatesMigration } from './resource-states';

const [job, id, gone] = [
  '0b9f6cf4-8a5c-4f3a-9a4e-3a1f0c1d2e3f',
  '01a20d80-0000-7000-8000-000000000001',
  '01a20d80-0000-7000-8000-000000000002',
];
const resource: Resource = {
  userName: 'Zoë@Contoso.com',
  externalId: 'ZoeV',
  displayName: 'ZOË',
  emails: [{ value: 'Zoë@contoso.com' }, { value: 'ZOË@contoso.com' }, { type: 'home' }],
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: 'm1' } },
};

describe('users that were stored before there were groups', () => {
  let client: Client;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const database = await createTestDatabase();
    drop = () => database.drop();
    await migrateServices(database.url, [scimIngressService]);
    client = new Client(database.url);
    await client.connect();
    await client.query('SET search_path = scim_ingress');
    const store = (stream: string, version: number, state: object) =>
      client.query('INSERT INTO stream_state VALUES ($1, $2, $3, $4)', [
        stream,
        'user',
        version,
        JSON.stringify(state),
      ]);
    await store(`user-${id}`, 3, { jobId: job, resource, created: 'c', lastModified: 'm' });
    await store(`user-${gone}`, 2, { jobId: job, resource: null, created: 'c', lastModified: 'm' });
    await client.query('INSERT INTO claim VALUES ($1, $2)', [`userName:${job}:zoë@contoso.com`, `user-${id}`]);
    for (const statement of resourceStatesMigration('scim_ingress').statements) await client.query(statement);
  });
  afterAll(async () => {
    await client.end();
    await drop();
  });

  it('are stored, claimed and found as those that are stored today', async () => {
    const states = await client.query('SELECT state FROM stream_state ORDER BY stream');
    expect(states.rows).toMatchObject([
      { state: { resourceType: 'User', version: 3, unique: ['userName:zoë@contoso.com'], resource } },
      { state: { resourceType: 'User', version: 2, unique: [], resource: null } },
    ]);
    const claims = await client.query('SELECT key FROM claim');
    expect(claims.rows).toEqual([{ key: `userName:${job}/User:userName:zoë@contoso.com` }]);
    const index = await client.query<{ keys: string[] }>(`SELECT * FROM ${resourcesTable}`);
    expect(index.rows).toMatchObject([{ job, type: 'User', id, stream: `user-${id}` }]);
    expect([...(index.rows[0]?.keys ?? [])].sort()).toEqual(lookupKeysOf(userType, resource).sort());
  });
});
