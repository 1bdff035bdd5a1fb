import type { Sql, WorkItem, WriterLease } from '@waybill/event-log';
import { referencesOf } from '../../domain/account/desired-account';
import type { AccountLink } from '../account-links/account-links';
import { type AccountWork, priorities, workTable } from './work-row';

type Item = WorkItem<AccountWork>;

/** A report is not kept waiting for longer, whatever becomes of the manager. */
const mostMinutes = 10;

/**
 * Puts back those who are to get an account and whose manager is to get one first, so that the reference goes with the
 * create; the manager is made more urgent. Somebody who would wait for himself, round a circle of managers, is not
 * held: a circle needs a second pass anyway (architecture §6).
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
    return manager ? [{ subject: item.subject, manager: `account-${manager}` }] : [];
  });
  if (waiting.length === 0) return new Set();
  const { rows } = await sql.query<{ subject: string }>({
    name: `hold ${workTable}`,
    // Rows that a batch of the log is changing right now are passed over: waiting for several of them could deadlock.
    text: `WITH RECURSIVE asked AS (SELECT * FROM json_to_recordset($3) AS a (subject text, manager text)),
      chain AS (
        SELECT subject, manager, 1 AS depth FROM asked
        UNION ALL
        SELECT c.subject, coalesce(next.manager, w.payload->>'heldFor'), c.depth + 1
          FROM chain c JOIN ${workTable} w ON w.subject = c.manager LEFT JOIN asked next ON next.subject = c.manager
          WHERE coalesce(next.manager, w.payload->>'heldFor') IS NOT NULL AND c.manager <> c.subject AND c.depth < 100),
      managers AS (
        SELECT subject FROM ${workTable}
          WHERE subject IN (SELECT manager FROM asked) AND payload->>'presence' = 'enabled' AND attempts <= 1
          FOR SHARE SKIP LOCKED),
      mine AS (
        SELECT w.subject, a.manager FROM ${workTable} w JOIN asked a USING (subject) JOIN managers m ON m.subject = a.manager
          WHERE w.claimed_by = $1 AND EXISTS (SELECT FROM writer_epoch e WHERE e.name = $2 AND e.epoch = $1)
            AND NOT EXISTS (SELECT FROM chain c WHERE c.subject = w.subject AND c.manager = w.subject)
          FOR UPDATE OF w SKIP LOCKED)
      UPDATE ${workTable} t SET claimed_by = NULL, attempts = t.attempts - 1,
          due_at = now() + make_interval(mins => ${mostMinutes}),
          payload = t.payload || jsonb_build_object('heldFor', mine.manager)
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
