import type { Sql } from '@waybill/event-log';
import type { Message } from './message-bus';

/**
 * The messages whose turn it is: the next of their stream, and either due for another attempt or held only because
 * of those before them.
 */
export async function dueHeldMessages(sql: Sql, consumer: string): Promise<Message[]> {
  const { rows } = await sql.query<{ message: Message }>({
    name: 'due held messages',
    text: `SELECT h.message FROM held_message h
      LEFT JOIN inbox i ON i.consumer = h.consumer AND i.stream = h.stream
      WHERE h.consumer = $1 AND h.version <= coalesce(i.version, 0) + 1 AND (h.follows OR h.next_attempt_at <= now())
      ORDER BY h.held_at LIMIT 256`,
    values: [consumer],
  });
  return rows.map(({ message }) => message);
}

/** A message that waits in a service, for an admin to look at. */
export interface HeldMessage {
  /** With the service it comes from: `source/stream`. */
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly job: string;
  readonly reason: string;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
}

/** Everything a consumer holds, oldest first. */
export async function heldMessages(sql: Sql, consumer: string): Promise<HeldMessage[]> {
  const { rows } = await sql.query<HeldMessage>({
    name: 'held messages',
    text: `SELECT stream, version, message->>'type' AS type, message->>'job' AS job, reason, attempts,
        next_attempt_at AS "nextAttemptAt" FROM held_message
      WHERE consumer = $1 ORDER BY held_at, stream, version`,
    values: [consumer],
  });
  return rows;
}

/** Has held messages tried again now: those of one stream, or all. */
export async function hastenHeld(sql: Sql, consumer: string, stream?: string): Promise<void> {
  await sql.query({
    name: 'hasten held messages',
    text: 'UPDATE held_message SET next_attempt_at = now() WHERE consumer = $1 AND stream = coalesce($2, stream)',
    values: [consumer, stream ?? null],
  });
}

/** Messages that others of their stream wait for, and that never came. */
export interface MissingMessages {
  /** With the service it comes from: `source/stream`. */
  readonly stream: string;
  readonly from: number;
  readonly to: number;
}

/** A stream comes in its order; what has not come this long after what follows it will not come by itself. */
const overdueSeconds = 5;

/** What is missing before the oldest held message of each stream. */
export async function missingMessages(sql: Sql, consumer: string): Promise<MissingMessages[]> {
  const { rows } = await sql.query<MissingMessages>({
    name: 'missing messages',
    text: `SELECT h.stream, coalesce(i.version, 0) + 1 AS "from", min(h.version) - 1 AS "to" FROM held_message h
      LEFT JOIN inbox i ON i.consumer = h.consumer AND i.stream = h.stream
      WHERE h.consumer = $1 GROUP BY h.stream, i.version
      HAVING min(h.version) > coalesce(i.version, 0) + 1 AND min(h.held_at) < now() - make_interval(secs => $2)`,
    values: [consumer, overdueSeconds],
  });
  return rows;
}
