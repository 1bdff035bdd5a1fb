import type { Sql } from '@waybill/event-log';
import { mailTable } from './mail-tables';

/** A mail that is to be sent now. */
export interface DueMail {
  readonly id: string;
  readonly subject: string;
  readonly body: string;
  readonly recipients: readonly string[];
}

/** A mail that could not be sent for so long is no news any more. */
const givenUpAfter = '3 days';

/**
 * Takes the mail that is due first, and puts it off before it is sent: whoever ends in between leaves one that is tried
 * again. Each time it is put off for twice as long, from a minute to an hour.
 */
export async function claimMail(sql: Sql): Promise<DueMail | undefined> {
  const { rows } = await sql.query<DueMail>({
    name: `claim ${mailTable}`,
    text: `UPDATE ${mailTable} SET attempts = attempts + 1,
          due_at = now() + least(interval '1 hour', interval '1 minute' * power(2, least(attempts, 10)))
      WHERE id = (SELECT id FROM ${mailTable} WHERE due_at <= now() ORDER BY due_at LIMIT 1)
      RETURNING id, subject, body, recipients`,
  });
  return rows[0];
}

/** @param note whom it did not reach, though others */
export async function mailSent(sql: Sql, id: string, note: string | null): Promise<void> {
  await sql.query({
    name: `sent ${mailTable}`,
    text: `UPDATE ${mailTable} SET sent_at = now(), due_at = NULL, last_error = $2 WHERE id = $1`,
    values: [id, note],
  });
}

export async function mailFailed(sql: Sql, id: string, reason: string): Promise<void> {
  await sql.query({
    name: `failed ${mailTable}`,
    text: `UPDATE ${mailTable} SET last_error = $2 WHERE id = $1`,
    values: [id, reason],
  });
}

/** Says of every mail that waits why none is sent at all. */
export async function mailsCannotBeSent(sql: Sql, reason: string): Promise<void> {
  await sql.query({
    name: `stall ${mailTable}`,
    text: `UPDATE ${mailTable} SET last_error = $1 WHERE due_at IS NOT NULL AND last_error IS DISTINCT FROM $1`,
    values: [reason],
  });
}

/** Gives up what is too old, in what could not be sent as well as in what was recorded long before anybody looked. */
export async function giveUpOldMails(sql: Sql): Promise<void> {
  await sql.query({
    name: `give up ${mailTable}`,
    text: `UPDATE ${mailTable} SET due_at = NULL,
          last_error = concat_ws(': ', 'given up after ${givenUpAfter}', last_error)
      WHERE due_at IS NOT NULL AND at < now() - interval '${givenUpAfter}'`,
  });
}
