import { accountDesiredFromV1 } from '@waybill/contracts';
import { migrate } from '@waybill/event-log';
import { createTestDatabase } from '@waybill/testing';
import { Client } from 'pg';
import { workMigrations } from './work-migrations';

const schema = 'samanage_connector';
const account = { email: 'a@b', name: 'Adele', title: null };
const work = (wanted: object | null) => ({ changeId: 'c', account: wanted, sentUnder: ['old@b'], waiting: 1 });
const newest = (wanted: object | null) => ({ changeId: 'c', account: wanted, presence: 'enabled', cause: 'desired' });

describe('the list of work of an older release', () => {
  it('becomes that of today, with the states that go with it', async () => {
    const database = await createTestDatabase();
    const [first] = workMigrations(schema);
    await migrate(database.url, { schema, migrations: first ? [first] : [] });
    const client = new Client({ connectionString: database.url });
    await client.connect();
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

    await migrate(database.url, { schema, migrations: workMigrations(schema) });

    const { allowed, account: today } = accountDesiredFromV1({ account });
    const rows = await client.query(`SELECT w.version, sending, attempts, payload, state
      FROM ${schema}.work_v3 w JOIN ${schema}.stream_state s ON stream = subject ORDER BY subject`);
    const kept = { version: 3, sending: 'create', attempts: 4 };
    const stateOf = (wanted: unknown) => ({
      newest: { ...newest(account), account: wanted, allowed, loss: null },
      endedLately: ['b'],
    });
    expect(rows.rows).toEqual([
      { ...kept, payload: { kind: 'account', ...work(null), allowed, account: today }, state: stateOf(today) },
      { ...kept, payload: { kind: 'account', ...work(null), allowed }, state: stateOf(null) },
      { ...kept, payload: { kind: 'account', ...work(null), allowed }, state: { newest: null, endedLately: ['b'] } },
    ]);
    await client.end();
    await database.drop();
  });
});
