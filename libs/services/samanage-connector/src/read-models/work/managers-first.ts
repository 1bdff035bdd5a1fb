import type { Sql, WorkItem, WriterLease } from '@waybill/event-log';
import { referencesOf } from '../../domain/account/desired-account';
import { type AccountLink, accountLinksTable } from '../account-links/account-links';
import { parkedTable } from '../parked/parked';
import { type AccountWork, priorities, workTable } from './work-row';

type Item = WorkItem<AccountWork>;

/** A report is not kept waiting for longer, whatever becomes of the manager. */
const mostMinutes = 10;
/** Until a manager who is being worked on is looked at again. */
const momentMilliseconds = 200;

/**
 * Puts back those who are to get an account and whose manager is to get one first, so that the reference goes with the
 * create; the manager is made more urgent. Nobody is held for a manager who is parked, and nobody who would wait for
 * himself, round a circle of managers: a circle needs a second pass anyway (architecture §6).
 *
 * @returns the subjects that were put back
 */
export async function heldForManagers(
  sql: Sql,
  lease: WriterLease,
  items: readonly Item[],
  links: ReadonlyMap<string, AccountLink>,
): Promise<ReadonlySet<string>> {
  const waiting = items.flatMap((item) => {
    const manager = isNew(item, links) && missingManager(item, links);
    return manager ? [{ subject: item.subject, manager: `account-${manager}`, userId: manager }] : [];
  });
  if (waiting.length === 0) return new Set();
  const { rows } = await sql.query<{ subject: string }>({
    name: `hold ${workTable}`,
    // Rows that somebody else is changing right now are passed over: waiting for several of them could deadlock. A
    // manager who is being worked on, or was done with just now, is looked at again in a moment.
    text: `WITH RECURSIVE asked AS (SELECT * FROM json_to_recordset($3) AS a (subject text, manager text, "userId" uuid)),
      chain AS (
        SELECT subject, manager, 1 AS depth FROM asked
        UNION ALL
        SELECT c.subject, coalesce(next.manager, w.payload->>'heldFor'), c.depth + 1
          FROM chain c JOIN ${workTable} w ON w.subject = c.manager LEFT JOIN asked next ON next.subject = c.manager
          WHERE coalesce(next.manager, w.payload->>'heldFor') IS NOT NULL AND c.manager <> c.subject AND c.depth < 100),
      coming AS (
        SELECT w.subject FROM ${workTable} w
          WHERE w.subject IN (SELECT manager FROM asked) AND w.payload->>'presence' = 'enabled'
            AND NOT EXISTS (SELECT FROM ${parkedTable} p WHERE p.subject = w.subject)),
      idle AS (
        SELECT w.subject FROM ${workTable} w JOIN coming USING (subject) FOR SHARE OF w SKIP LOCKED),
      managers AS (
        SELECT subject FROM coming
        UNION
        SELECT a.manager FROM asked a JOIN ${accountLinksTable} l ON l.user_id = a."userId"
          WHERE l.samanage_id IS NOT NULL),
      mine AS (
        SELECT w.subject, a.manager, EXISTS (SELECT FROM idle WHERE idle.subject = a.manager) AS is_held
          FROM ${workTable} w JOIN asked a USING (subject) JOIN managers m ON m.subject = a.manager
          WHERE w.claimed_by = $1 AND EXISTS (SELECT FROM writer_epoch e WHERE e.name = $2 AND e.epoch = $1)
            AND NOT EXISTS (SELECT FROM chain c WHERE c.subject = w.subject AND c.manager = w.subject)
          FOR UPDATE OF w SKIP LOCKED)
      UPDATE ${workTable} t SET claimed_by = NULL, attempts = t.attempts - 1,
          due_at = now() + CASE WHEN mine.is_held THEN interval '${mostMinutes} minutes' ELSE interval '${momentMilliseconds} ms' END,
          payload = CASE WHEN mine.is_held THEN t.payload || jsonb_build_object('heldFor', mine.manager) ELSE t.payload - 'heldFor' END
        FROM mine WHERE t.subject = mine.subject RETURNING t.subject`,
    values: [lease.epoch, lease.name, JSON.stringify(waiting)],
  });
  const held = new Set(rows.map(({ subject }) => subject));
  await hasten(
    sql,
    waiting.filter(({ subject }) => held.has(subject)).map(({ manager }) => manager),
  );
  return held;
}

const isNew = ({ sending, payload: { userId, presence } }: Item, links: ReadonlyMap<string, AccountLink>): boolean =>
  sending === null && presence === 'enabled' && (links.get(userId)?.samanageId ?? null) === null;

const missingManager = ({ payload: { account, userId } }: Item, links: ReadonlyMap<string, AccountLink>) =>
  (account ? referencesOf(account) : []).find((id) => id !== userId && (links.get(id)?.samanageId ?? null) === null);

async function hasten(sql: Sql, managers: readonly string[]): Promise<void> {
  if (managers.length === 0) return;
  await sql.query({
    name: `managers first ${workTable}`,
    text: `UPDATE ${workTable} SET priority = least(priority, ${priorities.update}) WHERE subject IN (
      SELECT subject FROM ${workTable} WHERE subject = ANY ($1) AND priority > ${priorities.update} FOR UPDATE SKIP LOCKED)`,
    values: [managers],
  });
}
