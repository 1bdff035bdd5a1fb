import { migrateServices } from '@waybill/service-host';
import { createTestDatabase, type TestDatabase } from '@waybill/testing';
import { Client } from 'pg';
import { auditLogSchema } from '../../audit-log.service';
import { noticeExpiry, noticeSilence } from './notice-time';

const post = { publicUrl: null, recipients: ['platform@contoso.com'] };
const tokenId = '01a20d7b-0000-7333-918c-00000000000d';

describe('what is noticed as time passes', () => {
  let database: TestDatabase;
  let client: Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    await migrateServices(database.url, [auditLogSchema]);
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(`SET search_path = ${auditLogSchema.schema}`);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  /** Kinds of the mails that are written down while an event of some age waits to be taken in. */
  async function noticed(age: string): Promise<string[]> {
    await client.query('BEGIN');
    try {
      await client.query(`INSERT INTO event_log (position, job, job_position, stream, stream_version, id, type, version,
          data, metadata, recorded_at)
        VALUES (1, 'job-1', 1, 's', 1, '${tokenId}', 'audit.entry-recorded', 1, '{}', '{}', now() - interval '${age}')`);
      await client.query(`INSERT INTO subscription (name, position) VALUES ('mail_v1', 0)`);
      await client.query(`INSERT INTO notice_state_v1 (job, position, heard_at, state)
        VALUES ('job-1', 1, now() - interval '5 hours', '{}')`);
      await client.query(`INSERT INTO scim_token_v1 (token_id, job, label, expires_at)
        VALUES ('${tokenId}', 'job-1', 'Azure AD', now() + interval '3 days')`);
      await noticeSilence(client, 5, post);
      await noticeSilence(client, 5, post);
      await noticeExpiry(client, post);
      await noticeExpiry(client, post);
      const { rows } = await client.query<{ kind: string }>('SELECT kind FROM mail_v1 ORDER BY kind');
      return rows.map(({ kind }) => kind);
    } finally {
      await client.query('ROLLBACK');
    }
  }

  it('is noticed once', async () => {
    expect(await noticed('1 second')).toEqual(['directory-silent', 'token-expires']);
  });

  it('is noticed only once what is known is of now', async () => {
    expect(await noticed('2 minutes')).toEqual([]);
  });
});
