import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { type LogFixture, openLog, submission } from './testing/log-fixture';
import { add, wallet } from './testing/wallet';

const writers = 8;
const eventsEach = 150;

/** Reads by "position greater than the last one seen", as every subscription does, while writers write. */
async function readWhile(writing: Promise<unknown>, readAfter: (position: number) => Promise<number[]>) {
  const seen = new Set<number>();
  let last = 0;
  let done = false;
  void writing.finally(() => (done = true));
  for (;;) {
    const finished = done;
    for (const position of await readAfter(last)) {
      seen.add(position);
      last = Math.max(last, position);
    }
    if (finished) return seen;
  }
}

describe('order under concurrent writers', () => {
  let fixture: LogFixture;
  beforeEach(async () => (fixture = await openLog()));
  afterEach(() => fixture.close());

  it('is lost by a plain sequence: what commits late is never seen', async () => {
    const clients = await Promise.all(Array.from({ length: writers }, () => ownerConnection(fixture.url)));
    await clients[0]?.query('CREATE TABLE naive (position bigserial PRIMARY KEY)');
    const writing = Promise.all(
      clients.map(async (client, writer) => {
        for (let n = 0; n < eventsEach; n += 1) {
          await client.query('BEGIN');
          await client.query('INSERT INTO naive DEFAULT VALUES');
          if ((n + writer) % 5 === 0) await client.query('SELECT pg_sleep(0.002)');
          await client.query('COMMIT');
        }
      }),
    );
    const reader = await ownerConnection(fixture.url);
    const seen = await readWhile(writing, async (after) =>
      (await reader.query('SELECT position FROM naive WHERE position > $1', [after])).rows.map(({ position }) =>
        Number(position),
      ),
    );
    await Promise.all([...clients, reader].map((client) => client.end()));
    expect(seen.size).toBeLessThan(writers * eventsEach);
  });

  it('is kept by the log, with two writers and none waiting for the other for ever', async () => {
    const logs = [fixture.log, fixture.another().log];
    const writing = Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let n = 0; n < eventsEach; n += 1) {
          // Two streams in crossed order: what deadlocks when rows are locked before the log is.
          const first = submission(wallet, add(`${writer % 2}`, 1));
          const second = submission(wallet, add(`${(writer + 1) % 2}`, 1));
          const instructions = [...first.instructions, ...second.instructions];
          await logs[writer % 2]?.submit({ ...first, instructions });
        }
      }),
    );
    const seen = await readWhile(writing, async (after) =>
      (await fixture.log.read(after, 500)).map(({ position }) => position),
    );
    await writing;
    expect(seen.size).toBe(2 * writers * eventsEach);
    const { rows } = await fixture.pool.query('SELECT stream, version, state FROM stream_state ORDER BY stream');
    expect(rows).toEqual(
      ['0', '1'].map((name) => ({
        stream: `wallet-${name}`,
        version: writers * eventsEach,
        state: { name: null, total: writers * eventsEach },
      })),
    );
  });

  it('may not be changed by the role that appends', async () => {
    await fixture.log.submit(submission(wallet, add('a', 1)));
    for (const statement of [
      `UPDATE event_log SET data = '{}'`,
      'DELETE FROM event_log',
      'TRUNCATE event_log',
      'DROP TABLE event_log',
      'ALTER TABLE event_log DISABLE TRIGGER ALL',
      `SET session_replication_role = 'replica'`,
    ]) {
      await expect(fixture.pool.query(statement)).rejects.toThrow(/permission denied|must be owner/);
    }
    expect(await fixture.log.read(0, 10)).toHaveLength(1);
  });

  it('turns commands away when too many wait, and loses none of those it took', async () => {
    const { log } = fixture.another({ queueCapacity: 20 });
    const name = randomUUID();
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, () => log.submit(submission(wallet, add(name, 1)))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(results[49]).toMatchObject({ reason: { kind: 'unavailable', code: 'event-log.queue-full' } });
    expect(await log.read(0, 100)).toHaveLength(20);
  });
});

async function ownerConnection(url: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}
