import { eventually } from '@waybill/testing';
import { hastenParked } from './read-models/parked/parked';
import { createsWaiting } from './read-models/work/waiting-creates';
import { workTable } from './read-models/work/work-row';
import { type Connector, startConnector } from './testing/connector-fixture';
import { jobId } from './testing/stand-in-mapping';

describe('what is parked', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  const park = async (...people: number[]) => {
    const changes = await Promise.all(people.map((person) => connector.desire(person, { role: 'No such role' })));
    for (const changeId of changes) await connector.untilTold(changeId, /parked/);
  };

  it('is not worth a walk through all accounts', async () => {
    await park(1, 2, 3);
    expect(await createsWaiting(connector.pool(), jobId, 50)).toBe(0);
  });

  it('is hastened without a deadlock with a batch of the log that takes it in another order', async () => {
    await park(1, 2);
    const pool = connector.pool();
    const claimed = `SELECT FROM ${workTable} WHERE claimed_by IS NOT NULL`;
    await eventually(async () => (await pool.query(claimed)).rows.length === 0);
    const { rows } = await pool.query<{ subject: string }>(`SELECT subject FROM ${workTable} ORDER BY ctid`);
    const [first, second] = rows.map(({ subject }) => subject);
    const batch = await pool.connect();
    const touch = (subject: string | undefined) =>
      batch.query(`UPDATE ${workTable} SET attempts = attempts WHERE subject = $1`, [subject]);
    try {
      await batch.query('BEGIN');
      await touch(second);
      const hastened = hastenParked(connector.pool(), jobId, ['UnprocessableEntity']);
      // Time enough for it to take the first, and to wait for the second if it does.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const touched = touch(first).then(() => batch.query('COMMIT'));
      const ends = await Promise.allSettled([touched, hastened]);
      expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    } finally {
      batch.release(true);
    }
  });
});
