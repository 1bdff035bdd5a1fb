import type { ConnectorChangeParked } from '@waybill/contracts';
import {
  type InlineReadModel,
  type LoggedEvent,
  type Migration,
  roleOf,
  type Sql,
  upsertRows,
} from '@waybill/event-log';

import { workTable } from '../work/work-row';

export const parkedTable = 'parked_v1';
const table = parkedTable;

export const parkedMigration = (schema: string): Migration => ({
  name: 'Parked1764000000113',
  statements: [
    `CREATE TABLE ${schema}.${table} (
       subject         text        PRIMARY KEY,
       job             text        NOT NULL,
       change_id       uuid        NOT NULL,
       subject_id      uuid        NOT NULL,
       subject_type    text        NOT NULL,
       display_name    text        NOT NULL,
       action          text        NOT NULL,
       code            text        NOT NULL,
       reason          text        NOT NULL,
       attempts        integer     NOT NULL,
       next_attempt_at timestamptz NOT NULL,
       parked_at       timestamptz NOT NULL
     )`,
    `CREATE INDEX ON ${schema}.${table} (job, subject_id)`,
    `CREATE INDEX ON ${schema}.${table} (change_id)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table} TO ${roleOf(schema)}`,
  ],
});

const columns = [
  'subject',
  'job',
  'change_id',
  'subject_id',
  'subject_type',
  'display_name',
  'action',
  'code',
  'reason',
  'attempts',
  'next_attempt_at',
  'parked_at',
];

/** What cannot be applied now, from when that is told until the change ends or a newer one is taken over. */
export const parked: InlineReadModel = {
  name: table,
  apply: async (tx, events) => {
    const rows = new Map<string, object | null>();
    for (const event of events) {
      if (event.type === 'samanage.parked-released') await hastenParked(tx, event.job);
      if (!/^(account|group)-/.test(event.stream)) continue;
      const row = rowAfter(event);
      if (row !== undefined) rows.set(event.stream, row);
    }
    const gone = [...rows].flatMap(([subject, row]) => (row === null ? [subject] : []));
    const there = [...rows.values()].flatMap((row) => row ?? []);
    if (gone.length > 0) await remove(tx, gone);
    await upsertRows(tx, { table, key: ['subject'], columns }, there);
  },
};

/** Events that leave a change as parked as it was. */
const sayNothing = /memberships-written|change-edited|change-retried|link-set|link-removed/;

function rowAfter({ stream: subject, job, type, data, recordedAt }: LoggedEvent): object | null | undefined {
  if (type !== 'samanage.change-parked') return sayNothing.test(type) ? undefined : null;
  const { changeId, subjectId, subjectType, displayName, action, code, reason, attempts, nextAttemptAt } =
    data as ConnectorChangeParked['data'];
  return {
    subject,
    job,
    change_id: changeId,
    subject_id: subjectId,
    subject_type: subjectType,
    display_name: displayName,
    action,
    code,
    reason,
    attempts,
    next_attempt_at: nextAttemptAt,
    parked_at: recordedAt,
  };
}

async function remove(tx: Sql, subjects: readonly string[]): Promise<void> {
  await tx.query({
    name: `remove ${table}`,
    text: `DELETE FROM ${table} WHERE subject = ANY ($1)`,
    values: [subjects],
  });
}

/** Has everything tried at once that is parked, or that one of some codes stopped. */
export async function hastenParked(sql: Sql, job: string, codes: readonly string[] | null = null): Promise<void> {
  await sql.query({
    name: 'hasten parked',
    text: `UPDATE ${workTable} SET due_at = now() WHERE subject IN (
      SELECT w.subject FROM ${workTable} w JOIN ${table} p USING (subject)
        WHERE p.job = $1 AND ($2::text[] IS NULL OR p.code = ANY ($2)) AND w.claimed_by IS NULL FOR UPDATE OF w SKIP LOCKED)`,
    values: [job, codes && [...codes]],
  });
}
