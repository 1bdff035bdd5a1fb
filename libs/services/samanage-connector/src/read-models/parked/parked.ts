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

/** A change that cannot be applied now, as an admin is shown it. */
export interface ParkedRow {
  readonly changeId: string;
  readonly subjectId: string;
  readonly subjectType: 'User' | 'Group';
  readonly displayName: string;
  readonly action: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly parkedAt: Date;
}

const read = `change_id AS "changeId", subject_id AS "subjectId", subject_type AS "subjectType",
  display_name AS "displayName", action, code, reason, attempts, next_attempt_at AS "nextAttemptAt",
  parked_at AS "parkedAt"`;

/** What is parked of a job, in the order of the subjects' ids, after one of them. */
export async function parkedOf(
  sql: Sql,
  job: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<ParkedRow[]> {
  const { rows } = await sql.query<ParkedRow>({
    name: 'parked of job',
    text: `SELECT ${read} FROM ${table} WHERE job = $1 AND ($2::uuid IS NULL OR subject_id > $2) ORDER BY subject_id LIMIT $3`,
    values: [job, after, limit],
  });
  return rows;
}

/** One parked change of a job. */
export async function parkedChangeOf(sql: Sql, job: string, changeId: string): Promise<ParkedRow | undefined> {
  const { rows } = await sql.query<ParkedRow>({
    name: 'parked change',
    text: `SELECT ${read} FROM ${table} WHERE job = $1 AND change_id = $2`,
    values: [job, changeId],
  });
  return rows[0];
}

/** Has everything tried at once that one of these codes stopped. */
export async function hastenParked(sql: Sql, job: string, codes: readonly string[]): Promise<void> {
  await sql.query({
    name: 'hasten parked',
    text: `UPDATE ${workTable} SET due_at = now() WHERE subject IN (
      SELECT subject FROM ${table} WHERE job = $1 AND code = ANY ($2)) AND claimed_by IS NULL`,
    values: [job, [...codes]],
  });
}
