import type {
  AccountDesired,
  ChangeParked,
  ChangeStaged,
  GroupDesired,
  MembersDesired,
  OnDemandAnswered,
  Step,
  SubjectSkipped,
} from '@waybill/contracts';
import {
  type InlineReadModel,
  type LoggedEvent,
  type Migration,
  roleOf,
  type Sql,
  upsertRows,
} from '@waybill/event-log';
import { answerOfDecision, type OnDemandAnswer } from '../../domain/on-demand/on-demand-answer';
import type { OnDemandChange } from '../../domain/on-demand/on-demand-change';

const table = 'on_demand_v1';

export const onDemandMigration = (schema: string): Migration => ({
  name: 'OnDemand1764000000130',
  statements: [
    `CREATE TABLE ${schema}.${table} (
       change_id    uuid PRIMARY KEY,
       request_id   text        NOT NULL,
       job          text        NOT NULL,
       subject_id   uuid        NOT NULL,
       subject_type text        NOT NULL,
       about        text        NOT NULL,
       display_name text        NOT NULL,
       asked_at     timestamptz NOT NULL,
       steps        jsonb       NOT NULL,
       answer       jsonb,
       answered_at  timestamptz
     )`,
    `CREATE INDEX ON ${schema}.${table} (request_id)`,
    `CREATE INDEX ON ${schema}.${table} (asked_at)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table} TO ${roleOf(schema)}`,
  ],
});

interface OnDemandRow {
  readonly change_id: string;
  readonly request_id: string;
  readonly job: string;
  readonly subject_id: string;
  readonly subject_type: string;
  readonly about: OnDemandChange['about'];
  readonly display_name: string;
  readonly asked_at: string;
  readonly steps: readonly Step[];
  readonly answer: OnDemandAnswer | null;
  readonly answered_at: string | null;
}

const columns = ['request_id', 'job', 'subject_id', 'subject_type', 'about', 'display_name', 'asked_at'];
const decided = [...columns, 'steps', 'answer', 'answered_at'];
const target = { table, key: ['change_id'], columns: ['change_id', ...decided], keep: decided };

const keptMilliseconds = 24 * 3_600_000;

/**
 * The changes that admins asked for, each with what became of it; all of one request carry its id as their correlation.
 * They are kept for a day: the provisioning log tells them for ever.
 */
export const onDemandChanges: InlineReadModel = {
  name: table,
  apply: async (tx, events) => {
    const asked = new Map<string, OnDemandRow>();
    const answers = new Map<string, object>();
    for (const event of events) {
      const row = rowOf(event);
      // Members that are told in parts are one change.
      if (row && !asked.has(row.change_id)) asked.set(row.change_id, row);
      if (event.type !== 'mapping.on-demand-answered') continue;
      const answer = event.data as OnDemandAnswered['data'];
      answers.set(answer.changeId, { change_id: answer.changeId, answer, answered_at: event.recordedAt });
    }
    await keep(tx, [...asked.values()]);
    await answerAll(tx, [...answers.values()]);
  },
};

async function keep(tx: Sql, rows: readonly OnDemandRow[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  await upsertRows(tx, target, rows);
  await tx.query({
    name: `forget ${table}`,
    text: `DELETE FROM ${table} WHERE asked_at < $1`,
    values: [new Date(Date.parse(first.asked_at) - keptMilliseconds).toISOString()],
  });
}

async function answerAll(tx: Sql, answers: readonly object[]): Promise<void> {
  if (answers.length === 0) return;
  await tx.query({
    name: `answer ${table}`,
    text: `UPDATE ${table} o SET answer = a.answer, answered_at = a.answered_at
      FROM json_populate_recordset(NULL::${table}, $1) a WHERE o.change_id = a.change_id AND o.answer IS NULL`,
    values: [JSON.stringify(answers)],
  });
}

type Decided = AccountDesired | GroupDesired | MembersDesired | SubjectSkipped | ChangeParked | ChangeStaged;

const deciding: ReadonlySet<string> = new Set<Decided['type']>([
  'mapping.account-desired',
  'mapping.group-desired',
  'mapping.members-desired',
  'mapping.subject-skipped',
  'mapping.change-parked',
  'mapping.change-staged',
]);

function rowOf(event: LoggedEvent): OnDemandRow | undefined {
  const { data } = event as unknown as Decided;
  if (!deciding.has(event.type) || data.cause !== 'on-demand') return undefined;
  const subject = subjectOf(data);
  const answer = answerOfDecision(event);
  return {
    change_id: data.changeId,
    request_id: event.metadata.correlationId,
    job: event.job,
    ...subject,
    about: event.type === 'mapping.members-desired' ? 'members' : 'subject',
    display_name: data.displayName,
    asked_at: event.recordedAt,
    steps: [importStep(data, subject.subject_type), ...data.steps],
    answer,
    answered_at: answer && event.recordedAt,
  };
}

function subjectOf(data: Decided['data']) {
  if ('subjectId' in data) return { subject_id: data.subjectId, subject_type: data.subjectType };
  return 'groupId' in data
    ? { subject_id: data.groupId, subject_type: 'Group' }
    : { subject_id: data.userId, subject_type: 'User' };
}

const importStep = ({ displayName, directoryVersion }: Decided['data'], type: string): Step => ({
  name: 'EntryImport',
  type: 'import',
  status: 'success',
  description: `Retrieved ${type} '${displayName}' as Azure Active Directory told it last`,
  details: { DirectoryVersion: String(directoryVersion) },
});

/** How many changes of each of some requests have no answer yet. */
export async function unansweredOf(sql: Sql, requestIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql.query<{ id: string; open: number }>({
    name: 'unanswered on demand',
    text: `SELECT request_id AS id, count(*) AS open FROM ${table}
      WHERE request_id = ANY ($1) AND answer IS NULL GROUP BY request_id`,
    values: [requestIds],
  });
  return new Map(rows.map(({ id, open }) => [id, open]));
}

/** The changes of a request: the one that it is named after first, and then by name. */
export async function changesOnDemand(sql: Sql, job: string, requestId: string): Promise<OnDemandChange[]> {
  const { rows } = await sql.query<OnDemandChange>({
    name: 'changes on demand',
    text: `SELECT change_id AS "changeId", subject_id AS "subjectId", subject_type AS "subjectType", about,
        display_name AS "displayName", asked_at AS "askedAt", steps, answer, answered_at AS "answeredAt"
      FROM ${table} WHERE request_id = $2 AND job = $1
      ORDER BY change_id::text <> request_id, about, display_name, change_id`,
    values: [job, requestId],
  });
  return rows;
}
