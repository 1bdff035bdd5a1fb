import type { Cycle } from '../../domain/mapping-reads';
import type { MembersDesired, OutcomeRecorded } from '@waybill/contracts';
import { type InlineReadModel, type LoggedEvent, type Migration, roleOf, type Sql } from '@waybill/event-log';
import type { JobEvent } from '../../domain/job-state';

const table = 'cycle_v1';
const progressTable = 'cycle_progress_v1';

export const cyclesMigration = (schema: string): Migration => ({
  name: 'Cycles1764000000115',
  statements: [
    `CREATE TABLE ${schema}.${table} (
       cycle_id      uuid PRIMARY KEY,
       job           text NOT NULL,
       kind          text NOT NULL,
       rules_version integer,
       opened_at     timestamptz,
       closed_at     timestamptz,
       how           text,
       evaluated     integer NOT NULL DEFAULT 0
     )`,
    `CREATE INDEX ON ${schema}.${table} (job, opened_at)`,
    `INSERT INTO ${schema}.${table} (cycle_id, job, kind)
       SELECT cycle_id, job, 'incremental' FROM ${schema}.job_v1 WHERE cycle_id IS NOT NULL`,
    `CREATE TABLE ${schema}.cycle_count_v1 (
       cycle_id uuid   NOT NULL,
       counted  text   NOT NULL,
       changes  bigint NOT NULL,
       PRIMARY KEY (cycle_id, counted)
     ) WITH (fillfactor = 50)`,
    `CREATE TABLE ${schema}.${progressTable} (
       cycle_id     uuid PRIMARY KEY,
       subject_type text NOT NULL,
       after        text NOT NULL,
       evaluated    integer NOT NULL
     ) WITH (fillfactor = 50)`,
    ...[table, 'cycle_count_v1', progressTable].map(
      (name) => `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${name} TO ${roleOf(schema)}`,
    ),
  ],
});

/** The cycles of each job, with what became of the changes that belong to them. */
export const cycles: InlineReadModel = {
  name: table,
  apply: async (tx, events) => {
    for (const event of events) await followCycle(tx, event as unknown as LoggedEvent & JobEvent);
    await addCounts(tx, events);
  },
};

async function followCycle(tx: Sql, { type, data, job }: LoggedEvent & JobEvent): Promise<void> {
  if (type === 'job.cycle-opened') {
    await tx.query({
      name: `${table} ${type}`,
      text: `INSERT INTO ${table} (cycle_id, job, kind, rules_version, opened_at) VALUES ($1, $2, $3, $4, $5)`,
      values: [data.cycleId, job, data.kind, data.rulesVersion, data.at],
    });
  }
  if (type === 'job.cycle-closed') {
    await tx.query({
      name: `${table} ${type}`,
      text: `UPDATE ${table} SET closed_at = $2, how = $3, evaluated = $4 WHERE cycle_id = $1`,
      values: [data.cycleId, data.at, data.how, data.evaluated],
    });
  }
}

/** What an event of a change counts as in its cycle. Whoever is desired ends with the outcome that comes back. */
const counted: Readonly<Record<string, string>> = {
  'mapping.subject-skipped': 'skipped',
  'mapping.change-unchanged': 'unchanged',
  'mapping.change-superseded': 'superseded',
  'mapping.change-abandoned': 'abandoned',
  'mapping.change-parked': 'parked',
  'mapping.change-staged': 'staged',
  'mapping.account-desired': 'desired',
  'mapping.group-desired': 'desired',
  'mapping.members-desired': 'desired',
};

function countedAs({ type, data }: LoggedEvent): string | undefined {
  const { outcome, part, parts } = data as Partial<OutcomeRecorded['data'] & MembersDesired['data']>;
  // Of what is told in parts, the last part is the change.
  if (part !== parts) return undefined;
  return type === 'mapping.outcome-recorded' ? outcome : counted[type];
}

async function addCounts(tx: Sql, events: readonly LoggedEvent[]): Promise<void> {
  const counts = new Map<string, { cycle_id: string; counted: string; changes: number }>();
  for (const event of events) {
    const { cycleId } = event.data as Partial<OutcomeRecorded['data']>;
    const what = countedAs(event);
    if (!cycleId || !what) continue;
    const key = `${cycleId}\n${what}`;
    const changes = (counts.get(key)?.changes ?? 0) + 1;
    counts.set(key, { cycle_id: cycleId, counted: what, changes });
  }
  if (counts.size === 0) return;
  await tx.query({
    name: 'count in cycles',
    text: `INSERT INTO cycle_count_v1 AS c SELECT * FROM json_populate_recordset(NULL::cycle_count_v1, $1)
      ON CONFLICT (cycle_id, counted) DO UPDATE SET changes = c.changes + excluded.changes`,
    values: [JSON.stringify([...counts.values()])],
  });
}

/** The cycles of a job, the newest first. */
export async function listCycles(sql: Sql, job: string, limit: number): Promise<readonly Cycle[]> {
  const { rows } = await sql.query<Cycle>({
    name: 'list cycles',
    text: `SELECT c.cycle_id AS "cycleId", kind, rules_version AS "rulesVersion", opened_at AS "openedAt",
        closed_at AS "closedAt", how, coalesce(p.evaluated, c.evaluated) AS evaluated,
        coalesce((SELECT jsonb_object_agg(counted, changes) FROM cycle_count_v1 n WHERE n.cycle_id = c.cycle_id), '{}')
          AS counts
      FROM ${table} c LEFT JOIN ${progressTable} p ON p.cycle_id = c.cycle_id AND c.closed_at IS NULL
      WHERE job = $1 ORDER BY opened_at DESC NULLS LAST LIMIT $2`,
    values: [job, limit],
  });
  return rows;
}

/** How far an initial cycle has come; kept outside the log, since losing it costs a second look and nothing else. */
export interface CycleProgress {
  readonly type: 'User' | 'Group';
  readonly after: string;
  readonly evaluated: number;
}

export async function cycleProgress(sql: Sql, cycleId: string): Promise<CycleProgress> {
  const { rows } = await sql.query<CycleProgress>({
    name: 'read cycle progress',
    text: `SELECT subject_type AS type, after, evaluated FROM ${progressTable} WHERE cycle_id = $1`,
    values: [cycleId],
  });
  return rows[0] ?? { type: 'User', after: '', evaluated: 0 };
}

export async function saveCycleProgress(sql: Sql, cycleId: string, progress: CycleProgress): Promise<void> {
  await sql.query({
    name: 'save cycle progress',
    text: `INSERT INTO ${progressTable} (cycle_id, subject_type, after, evaluated) VALUES ($1, $2, $3, $4)
      ON CONFLICT (cycle_id) DO UPDATE SET subject_type = $2, after = $3, evaluated = $4`,
    values: [cycleId, progress.type, progress.after, progress.evaluated],
  });
}
