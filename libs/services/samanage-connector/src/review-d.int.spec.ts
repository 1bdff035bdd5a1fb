import { createsWaiting } from './read-models/work/waiting-creates';
import { hastenParked } from './read-models/parked/parked';
import { type Connector, startConnector } from './testing/connector-fixture';
import { jobId, userIdOf } from './testing/stand-in-mapping';

describe('review: sql', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  it('8 parked creates are not worth a walk every hour', async () => {
    const ids = await Promise.all([1, 2, 3].map((person) => connector.desire(person, { role: 'No such role' })));
    for (const id of ids) await connector.untilTold(id, /parked/);
    expect(await createsWaiting(connector.pool(), jobId, 50)).toBe(0);
  });

  it('12 hastening what is parked does not deadlock with a batch of the log', async () => {
    const ids = await Promise.all([1, 2].map((person) => connector.desire(person, { role: 'No such role' })));
    for (const id of ids) await connector.untilTold(id, /parked/);
    const { rows } = await connector.pool().query<{ subject: string }>('SELECT subject FROM work_v3 ORDER BY ctid');
    const [first, second] = rows.map(({ subject }) => subject);
    const batch = await (connector.pool() as unknown as import('pg').Pool).connect();
    try {
      await batch.query('BEGIN');
      await batch.query('UPDATE work_v3 SET attempts = attempts WHERE subject = $1', [second]);
      const lifting = hastenParked(connector.pool(), jobId, ['UnprocessableEntity']).then(
        () => 'done',
        (e: Error) => e.message,
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      const batching = batch.query('UPDATE work_v3 SET attempts = attempts WHERE subject = $1', [first]).then(
        () => 'done',
        (e: Error) => e.message,
      );
      const ended = [await batching];
      await batch.query('COMMIT');
      ended.push(await lifting);
      expect(ended).toEqual(['done', 'done']);
    } finally {
      batch.release(true);
    }
  });

  it('14 an account linked by an older release can be unlinked', async () => {
    await connector.untilTold(await connector.desire(1, {}));
    await connector
      .pool()
      .query(`UPDATE stream_state SET state = state - 'samanageId' WHERE stream = $1`, [`account-${userIdOf(1)}`])
      .catch((e) => console.log(e.message));
    const { rows } = await connector.pool().query('SELECT * FROM stream_state LIMIT 1');
    console.log(JSON.stringify(Object.keys(rows[0] ?? {})));
  });
});
