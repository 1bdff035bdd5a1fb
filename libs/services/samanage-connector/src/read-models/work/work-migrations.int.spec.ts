import { accountDesiredFromV1 } from '@waybill/contracts';
import { migrate } from '@waybill/event-log';
import { createTestDatabase } from '@waybill/testing';
import { Client } from 'pg';
import { accountLinksMigration } from '../account-links/account-links';
import { workMigrations } from './work-migrations';

const schema = 'samanage_connector';
const account = { email: 'a@b', name: 'Adele', title: null };
const work = (wanted: object | null) => ({ changeId: 'c', account: wanted, sentUnder: ['old@b'], waiting: 1 });
const newest = (wanted: object | null) => ({ changeId: 'c', account: wanted, presence: 'enabled', cause: 'desired' });

const users = [1, 2].map((user) => `00000000-0000-7000-8000-00000000000${user}`);

describe('the list of work of an older release', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let client: Client;
  const [first, ...later] = workMigrations(schema);
  const older = [...(first ? [first] : []), accountLinksMigration(schema)];
  const today = { schema, migrations: [...older, ...later] };
  beforeEach(async () => {
    database = await createTestDatabase();
    await migrate(database.url, { schema, migrations: older });
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  it('becomes that of today, with the states that go with it', async () => {
    const insert = (subject: string, payload: object, newestState: object | null) =>
      client.query(
        `WITH work AS (INSERT INTO ${schema}.account_work_v1
           (subject, job, version, priority, due_at, sending, attempts, payload)
           VALUES ($1, 'job', 3, 2, now(), 'create', 4, $2))
         INSERT INTO ${schema}.stream_state (stream, decider, version, state) VALUES ($1, 'account', 3, $3)`,
        [subject, payload, { newest: newestState, endedLately: ['b'] }],
      );
    await insert('account-1', work(account), newest(account));
    await insert('account-2', work(null), newest(null));
    await insert('account-3', work(null), null);

    await migrate(database.url, today);

    const { allowed, account: upcast } = accountDesiredFromV1({ account });
    const rows = await client.query(`SELECT w.version, sending, attempts, payload, state
      FROM ${schema}.work_v3 w JOIN ${schema}.stream_state s ON stream = subject ORDER BY subject`);
    const kept = { version: 3, sending: 'create', attempts: 4 };
    const stateOf = (wanted: unknown) => ({
      newest: { ...newest(account), account: wanted, allowed, loss: null },
      endedLately: ['b'],
    });
    expect(rows.rows).toEqual([
      { ...kept, payload: { kind: 'account', ...work(null), allowed, account: upcast }, state: stateOf(upcast) },
      { ...kept, payload: { kind: 'account', ...work(null), allowed }, state: stateOf(null) },
      { ...kept, payload: { kind: 'account', ...work(null), allowed }, state: { newest: null, endedLately: ['b'] } },
    ]);
  });

  it('leaves states that know their accounts, and no link to an account that was deleted', async () => {
    const linked = [
      { user: users[0], applied: { name: 'Adele' }, samanageId: 7 },
      { user: users[1], applied: null, samanageId: 8 },
    ];
    for (const { user, applied, samanageId } of linked) {
      await client.query(
        `WITH link AS (INSERT INTO ${schema}.account_link_v1 (user_id, job, samanage_id, applied, refused)
           VALUES ($1, 'job', $2, $3, '{}'))
         INSERT INTO ${schema}.stream_state (stream, decider, version, state) VALUES ($4, 'account', 3, '{"newest": null}')`,
        [user, samanageId, applied, `account-${user}`],
      );
    }

    await migrate(database.url, today);

    const { rows } = await client.query(`SELECT samanage_id::int AS link, state
      FROM ${schema}.account_link_v1 JOIN ${schema}.stream_state ON stream = 'account-' || user_id ORDER BY user_id`);
    expect(rows).toEqual([
      { link: 7, state: { newest: null, samanageId: 7 } },
      { link: null, state: { newest: null } },
    ]);
  });
});
