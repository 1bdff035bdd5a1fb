import type { Sql } from '@waybill/event-log';
import { readableMessage } from './kafka/wire-format';
import type { Consumer, PoisonRecord } from './message-bus';

/** Poison as a consumer keeps it. */
export interface PoisonMessage extends PoisonRecord {
  readonly keptAt: Date;
}

/** Keeps what nobody can read; a record that comes again is kept once. */
export async function keepPoison(sql: Sql, consumer: string, records: readonly PoisonRecord[]): Promise<void> {
  for (const { topic, partition, offset, key, value, headers, reason } of records) {
    await sql.query({
      name: 'keep poison',
      text: `INSERT INTO poison_message (consumer, topic, partition, "offset", key, value, headers, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (consumer, topic, partition, "offset") DO NOTHING`,
      values: [consumer, topic, partition, offset, key, value, withoutNul(headers), reason],
    });
  }
}

/** The database takes every character but NUL. */
const withoutNul = (headers: PoisonRecord['headers']): string => JSON.stringify(headers).replaceAll('\\u0000', '\\\\0');

/** Everything a consumer keeps of it, oldest first. */
export async function poisonMessages(sql: Sql, consumer: string): Promise<PoisonMessage[]> {
  const { rows } = await sql.query<PoisonMessage>({
    name: 'poison messages',
    text: `SELECT topic, partition, "offset", key, value, headers, reason, kept_at AS "keptAt" FROM poison_message
      WHERE consumer = $1 ORDER BY kept_at, topic, partition, "offset"`,
    values: [consumer],
  });
  return rows;
}

/**
 * Reads poison again, as after an upgrade; what can be read now is taken in, and no longer kept.
 *
 * @returns how many that were
 */
export async function retryPoison(sql: Sql, consumer: Consumer): Promise<number> {
  let released = 0;
  for (const record of await poisonMessages(sql, consumer.name)) {
    const { topic, partition, offset } = record;
    const message = readableMessage(record);
    if (!message) continue;
    await consumer.handle([message]);
    await sql.query({
      name: 'release poison',
      text: 'DELETE FROM poison_message WHERE consumer = $1 AND topic = $2 AND partition = $3 AND "offset" = $4',
      values: [consumer.name, topic, partition, offset],
    });
    released += 1;
  }
  return released;
}
