import type { StagedChange } from '../../domain/mapping-reads';
import { type InlineReadModel, type Migration, roleOf, type Sql, upsertRows } from '@waybill/event-log';
import type { SubjectEvent } from '../../domain/subject-state';

export const waitingChangesTable = 'waiting_change_v2';

export const waitingChangesMigrations = (schema: string): Migration[] => [
  {
    name: 'ParkedChanges1764000000101',
    statements: [
      `CREATE TABLE ${schema}.parked_change_v1 (
         change_id uuid PRIMARY KEY,
         job       text NOT NULL,
         user_id   uuid NOT NULL,
         code      text NOT NULL,
         reason    text NOT NULL
       )`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.parked_change_v1 TO ${roleOf(schema)}`,
    ],
  },
  {
    name: 'WaitingChanges1764000000114',
    statements: [
      `CREATE TABLE ${schema}.${waitingChangesTable} (
         change_id    uuid PRIMARY KEY,
         job          text NOT NULL,
         kind         text NOT NULL,
         subject_id   uuid NOT NULL,
         subject_type text NOT NULL,
         display_name text NOT NULL,
         cycle_id     uuid,
         code         text NOT NULL,
         reason       text NOT NULL,
         since        timestamptz NOT NULL
       )`,
      `CREATE INDEX ON ${schema}.${waitingChangesTable} (job, kind, subject_id)`,
      `INSERT INTO ${schema}.${waitingChangesTable}
         (change_id, job, kind, subject_id, subject_type, display_name, code, reason, since)
         SELECT change_id, job, 'parked', user_id, 'User', '', code, reason, now() FROM ${schema}.parked_change_v1`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${waitingChangesTable} TO ${roleOf(schema)}`,
    ],
  },
];

const columns = ['change_id', 'job', 'kind', 'subject_id', 'subject_type', 'display_name', 'cycle_id'];
const target = { table: waitingChangesTable, key: ['change_id'], columns: [...columns, 'code', 'reason', 'since'] };

/** The changes that wait here: those that could not be evaluated, and those that the deletion brake holds back. */
export const waitingChanges: InlineReadModel = {
  name: waitingChangesTable,
  apply: async (tx, events) => {
    // What was released may wait again in the same batch: the last of its events says so.
    const waiting = new Map<string, object | null>();
    for (const event of events) {
      const told = event as unknown as SubjectEvent;
      const { type, data } = told;
      if (type === 'mapping.change-parked' || type === 'mapping.change-staged') {
        waiting.set(data.changeId, rowOf(told, event.job, event.recordedAt));
      }
      if (ending.has(type)) waiting.set((data as { changeId: string }).changeId, null);
    }
    const ended = [...waiting].flatMap(([changeId, row]) => (row === null ? [changeId] : []));
    await upsertRows(
      tx,
      target,
      [...waiting.values()].filter((row) => row !== null),
    );
    if (ended.length === 0) return;
    const text = `DELETE FROM ${waitingChangesTable} WHERE change_id = ANY ($1)`;
    await tx.query({ name: `end ${waitingChangesTable}`, text, values: [ended] });
  },
};

const ending: ReadonlySet<string> = new Set([
  'mapping.change-released',
  'mapping.change-abandoned',
  'mapping.change-superseded',
]);

type WaitingEvent = Extract<SubjectEvent, { type: 'mapping.change-parked' | 'mapping.change-staged' }>;

function rowOf({ type, data }: WaitingEvent, job: string, since: string): object {
  return {
    change_id: data.changeId,
    job,
    kind: type === 'mapping.change-parked' ? 'parked' : 'staged',
    subject_id: data.subjectId,
    subject_type: data.subjectType,
    display_name: data.displayName,
    cycle_id: data.cycleId,
    code: type === 'mapping.change-parked' ? data.code : data.action,
    reason: data.reason,
    since,
  };
}

/** What the deletion brake holds back for a job, in the order of the subjects' ids, after one of them. */
export async function stagedChanges(sql: Sql, job: string, after: string, limit: number): Promise<StagedChange[]> {
  const { rows } = await sql.query<StagedChange>({
    name: 'staged changes',
    text: `SELECT change_id AS "changeId", subject_id AS "subjectId", subject_type AS "subjectType",
        display_name AS "displayName", code AS action, reason, since
      FROM ${waitingChangesTable} WHERE job = $1 AND kind = 'staged'
        AND subject_id > coalesce(nullif($2, '')::uuid, '00000000-0000-0000-0000-000000000000')
      ORDER BY subject_id LIMIT $3`,
    values: [job, after, limit],
  });
  return rows;
}
