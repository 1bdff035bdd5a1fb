import { inTransaction, type Sql, together } from '@waybill/event-log';
import { badRequest } from '@waybill/scim';
import { DatabaseError, type Pool } from 'pg';

/** How long a question may take that no index helps with. */
const scanMilliseconds = 1_000;

const queryCanceled = '57014';

/**
 * Asks what no index answers, for a bounded time: whatever a client thinks of must not keep the database.
 *
 * @throws ScimError `tooMany` when it takes longer
 */
export async function scan<Row extends object>(
  pool: Pool,
  statement: { readonly text: string; readonly values: unknown[] },
): Promise<Row[]> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, async (tx: Sql) => {
      const [, { rows }] = await together(client, () => [
        client.query(`SET LOCAL statement_timeout = ${scanMilliseconds}`),
        tx.query<Row>(statement),
      ]);
      return rows;
    });
  } catch (error) {
    throw error instanceof DatabaseError && error.code === queryCanceled ? tooBroad() : error;
  } finally {
    client.release();
  }
}

const tooBroad = () =>
  badRequest(
    'tooMany',
    'This takes too long to answer; filter by an indexed attribute, such as userName or externalId.',
  );
