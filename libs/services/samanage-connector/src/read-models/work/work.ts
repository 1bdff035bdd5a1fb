import type { InlineReadModel, Sql } from '@waybill/event-log';
import { groupsTable } from '../groups/groups';
import { workTable } from './work-row';
import { endedRows, takenOverRows, workChanges } from './work-changes';

/** The list of what is to be done at Samanage: a row a subject, from the first open change to the last. */
export const work: InlineReadModel = {
  name: workTable,
  apply: async (tx, events) => {
    const changes = workChanges(events);
    await takeOver(tx, takenOverRows(changes));
    await retry(
      tx,
      changes.flatMap(({ subject, isRetried }) => (isRetried ? [subject] : [])),
    );
    await edit(
      tx,
      changes.flatMap(({ subject, edited }) => (edited ? [{ subject, values: edited }] : [])),
    );
    await end(tx, endedRows(changes));
    await releaseHeld(
      tx,
      changes.flatMap(({ subject, isSettled }) => (isSettled ? [subject] : [])),
    );
  },
};

const givenIn = (
  desired: string,
  member: string,
): string => `coalesce(nullif(${desired} #> '{values,${member}}', 'null'),
    ${desired} #> '{onCreation,${member}}', ${desired} #> '{ifEmpty,${member}}')`;

/**
 * `addressOf` and `groupNameIn` in SQL: an array of what a create was sent under, if there is anything. A group's row is
 * still that of the change before: it follows the log after the list of work.
 */
const identityIn = (payload: string): string =>
  `jsonb_path_query_array(jsonb_build_array(CASE WHEN ${payload}->>'kind' = 'group'
    THEN (SELECT ${givenIn('g.desired', 'name')} FROM ${groupsTable} g WHERE g.group_id::text = ${payload}->>'groupId')
    ELSE ${givenIn(`(${payload}->'account')`, 'email')} END), '$[*] ? (@ != null)')`;

/** Each once: a group is told of its members as often as it likes. */
const distinct = (array: string): string =>
  `(SELECT coalesce(jsonb_agg(DISTINCT each), '[]') FROM jsonb_array_elements(${array}) AS each)`;

async function takeOver(tx: Sql, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query({
    name: `take over ${workTable}`,
    // A call that is on its way stays on its way, and what it may have created stays findable. A group's changes add
    // up, so the most urgent of them counts.
    text: `INSERT INTO ${workTable} AS w (subject, job, version, priority, due_at, attempts, payload)
      SELECT subject, job, version, priority, due_at, attempts, payload
        FROM json_populate_recordset(NULL::${workTable}, $1)
      ON CONFLICT (subject) DO UPDATE SET version = greatest(w.version, excluded.version), attempts = 0,
        due_at = excluded.due_at,
        priority = CASE WHEN excluded.payload->>'kind' = 'group' THEN least(w.priority, excluded.priority)
          ELSE excluded.priority END,
        payload = excluded.payload || jsonb_build_object(
          'waiting', (w.payload->>'waiting')::int + (excluded.payload->>'waiting')::int,
          'sentUnder', CASE WHEN w.sending IN ('create', 'delete')
            THEN ${distinct(`coalesce(w.payload->'sentUnder', '[]') || ${identityIn('w.payload')}`)} ELSE '[]' END)`,
    values: [JSON.stringify(rows)],
  });
}

async function retry(tx: Sql, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return;
  await tx.query({
    name: `retry ${workTable}`,
    text: `UPDATE ${workTable} SET due_at = now(), attempts = 0 WHERE subject = ANY ($1)`,
    values: [subjects],
  });
}

/** What an admin wrote holds as if the rules had said it. */
async function edit(tx: Sql, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query({
    name: `edit ${workTable}`,
    text: `UPDATE ${workTable} w SET payload = jsonb_set(w.payload, '{account,values}', (w.payload#>'{account,values}') || e.values)
      FROM json_to_recordset($1) AS e (subject text, values jsonb)
      WHERE w.subject = e.subject AND jsonb_typeof(w.payload#>'{account,values}') = 'object'`,
    values: [JSON.stringify(rows)],
  });
}

async function end(tx: Sql, rows: readonly { subject: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query({
    name: `end ${workTable}`,
    // A group is worked on until its worker lets it go: its own outcome comes before that of its members.
    text: `UPDATE ${workTable} w SET
        payload = jsonb_set(w.payload, '{waiting}', to_jsonb((w.payload->>'waiting')::int - done.ended)),
        claimed_by = CASE WHEN done.applied AND w.payload->>'kind' = 'account' THEN NULL ELSE w.claimed_by END,
        sending = CASE WHEN done.applied THEN NULL ELSE w.sending END,
        sending_since = CASE WHEN done.applied THEN NULL ELSE w.sending_since END,
        due_at = CASE WHEN done.applied THEN now() ELSE w.due_at END
      FROM json_to_recordset($1) AS done (subject text, ended int, applied boolean) WHERE w.subject = done.subject`,
    values: [JSON.stringify(rows)],
  });
  await tx.query({
    name: `clear ${workTable}`,
    text: `DELETE FROM ${workTable} WHERE subject = ANY ($1) AND (payload->>'waiting')::int <= 0`,
    values: [rows.map(({ subject }) => subject)],
  });
}

/** Whoever waited for a manager goes on as soon as the manager has an account, or will not have one soon. */
async function releaseHeld(tx: Sql, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return;
  await tx.query({
    name: `release ${workTable}`,
    text: `UPDATE ${workTable} SET due_at = now(), payload = payload - 'heldFor' WHERE payload->>'heldFor' = ANY ($1)`,
    values: [subjects],
  });
}

/** A newer desired state does not wait for what an older one has to wait for. */
export async function hastenNewer(sql: Sql, { subject, version }: { subject: string; version: number }): Promise<void> {
  await sql.query({
    name: `hasten ${workTable}`,
    text: `UPDATE ${workTable} SET due_at = now() WHERE subject = $1 AND version > $2`,
    values: [subject, version],
  });
}
