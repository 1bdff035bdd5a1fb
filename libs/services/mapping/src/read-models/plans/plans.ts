import type { Plan, PlanEntry } from '../../domain/mapping-reads';
import { type Migration, roleOf, type Sql, insertRows } from '@waybill/event-log';
import type { PlannedKind } from '../../domain/plan/planned-change';
import { tenantReadsTable } from '../tenant/tenant';

const table = 'plan_v1';
const entryTable = 'plan_entry_v1';
/** Plans that are kept for each job; older ones go when a new one is asked for. */
const plansKept = 20;

/** What a plan finds is no event: nothing follows from it until it is applied, and that names it. */
export const plansMigration = (schema: string): Migration => ({
  name: 'Plans1764000000116',
  statements: [
    `CREATE TABLE ${schema}.${table} (
       plan_id     uuid        PRIMARY KEY,
       job         text        NOT NULL,
       based_on    integer     NOT NULL,
       rules       jsonb       NOT NULL,
       made_by     text        NOT NULL,
       made_at     timestamptz NOT NULL DEFAULT now(),
       status      text        NOT NULL DEFAULT 'waiting',
       problem     text,
       as_of       bigint,
       evaluated   integer     NOT NULL DEFAULT 0,
       counts      jsonb,
       finished_at timestamptz
     )`,
    `CREATE INDEX ON ${schema}.${table} (job, made_at)`,
    `CREATE TABLE ${schema}.${entryTable} (
       plan_id      uuid NOT NULL REFERENCES ${schema}.${table} ON DELETE CASCADE,
       subject_id   uuid NOT NULL,
       subject_type text NOT NULL,
       display_name text NOT NULL,
       kind         text NOT NULL,
       reason       text,
       attributes   jsonb NOT NULL,
       PRIMARY KEY (plan_id, subject_id)
     )`,
    `CREATE INDEX ON ${schema}.${entryTable} (plan_id, kind, subject_id)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table}, ${schema}.${entryTable} TO ${roleOf(schema)}`,
  ],
});

/** Plans that were made before Samanage was read say nothing of it. */
export const planTenantMigration = (schema: string): Migration => ({
  name: 'PlanTenant1764000000119',
  statements: [`ALTER TABLE ${schema}.${table} ADD COLUMN tenant_read_at timestamptz`],
});

const columns = `plan_id AS "planId", job AS "jobId", based_on AS "basedOn", rules, made_by AS "madeBy",
  made_at AS "madeAt", status, problem, as_of AS "asOf", tenant_read_at AS "tenantReadAt", evaluated, counts, finished_at AS "finishedAt"`;

/** Asks for a plan; whoever makes plans finds it waiting. */
export async function askForPlan(
  sql: Sql,
  plan: Pick<Plan, 'planId' | 'jobId' | 'basedOn' | 'rules' | 'madeBy'>,
): Promise<void> {
  const { planId, jobId, basedOn, rules, madeBy } = plan;
  await sql.query({
    name: 'ask for plan',
    text: `INSERT INTO ${table} (plan_id, job, based_on, rules, made_by) VALUES ($1, $2, $3, $4, $5)`,
    values: [planId, jobId, basedOn, JSON.stringify(rules), madeBy],
  });
  await sql.query({
    name: 'forget plans',
    text: `DELETE FROM ${table} WHERE job = $1 AND plan_id NOT IN
      (SELECT plan_id FROM ${table} WHERE job = $1 ORDER BY made_at DESC LIMIT ${plansKept})`,
    values: [jobId],
  });
}

export async function findPlan(sql: Sql, jobId: string, planId: string): Promise<Plan | undefined> {
  const { rows } = await sql.query<Plan>({
    name: 'find plan',
    text: `SELECT ${columns} FROM ${table} WHERE job = $1 AND plan_id = $2`,
    values: [jobId, planId],
  });
  return rows[0];
}

/** The plans of a job, the newest first; without their rules. */
export async function listPlans(sql: Sql, jobId: string): Promise<readonly Plan[]> {
  const { rows } = await sql.query<Plan>({
    name: 'list plans',
    text: `SELECT ${columns} FROM ${table} WHERE job = $1 ORDER BY made_at DESC`,
    values: [jobId],
  });
  return rows;
}

/** A plan that is still to be made, the oldest first. */
export async function waitingPlan(sql: Sql): Promise<Plan | undefined> {
  const { rows } = await sql.query<Plan>({
    name: 'waiting plan',
    text: `SELECT ${columns} FROM ${table} WHERE status = 'waiting' ORDER BY made_at LIMIT 1`,
  });
  return rows[0];
}

/** Begins a plan, anew where a process was lost in the middle of it; says as of what it is made. */
export async function beginPlan(sql: Sql, planId: string): Promise<void> {
  await sql.query({ name: 'clear plan', text: `DELETE FROM ${entryTable} WHERE plan_id = $1`, values: [planId] });
  await sql.query({
    name: 'begin plan',
    text: `UPDATE ${table} p SET evaluated = 0, as_of = coalesce((SELECT max(position) FROM event_log), 0),
        tenant_read_at = (SELECT at FROM ${tenantReadsTable} r WHERE r.job = p.job)
      WHERE plan_id = $1`,
    values: [planId],
  });
}

/** Adds a page of what was found; those who would stay as they are, are counted and not kept. */
export async function addToPlan(
  sql: Sql,
  planId: string,
  entries: readonly PlanEntry[],
  evaluated: number,
): Promise<void> {
  const rows = entries
    .filter(({ kind }) => kind !== 'unchanged')
    .map(({ subjectId, subjectType, displayName, kind, reason, attributes }) => ({
      plan_id: planId,
      subject_id: subjectId,
      subject_type: subjectType,
      display_name: displayName,
      kind,
      reason,
      attributes,
    }));
  const names = ['plan_id', 'subject_id', 'subject_type', 'display_name', 'kind', 'reason', 'attributes'];
  await insertRows(sql, entryTable, names, rows);
  await sql.query({
    name: 'plan progress',
    text: `UPDATE ${table} SET evaluated = $2 WHERE plan_id = $1`,
    values: [planId, evaluated],
  });
}

export async function finishPlan(sql: Sql, planId: string, end: Pick<Plan, 'counts' | 'problem'>): Promise<void> {
  await sql.query({
    name: 'finish plan',
    text: `UPDATE ${table} SET status = $2, counts = $3, problem = $4, finished_at = now() WHERE plan_id = $1`,
    values: [planId, end.problem === null ? 'complete' : 'failed', JSON.stringify(end.counts), end.problem],
  });
}

/** Where a list of entries goes on. */
export interface PlanPage {
  /** Null for all of them. */
  readonly kind: string | null;
  readonly after: string;
  readonly limit: number;
}

/** What a plan shows, in the order of the subjects' ids. */
export async function planEntries(sql: Sql, planId: string, { kind, after, limit }: PlanPage): Promise<PlanEntry[]> {
  const { rows } = await sql.query<PlanEntry>({
    name: 'plan entries',
    text: `SELECT subject_id AS "subjectId", subject_type AS "subjectType", display_name AS "displayName", kind, reason,
        attributes FROM ${entryTable}
      WHERE plan_id = $1 AND ($2::text IS NULL OR kind = $2)
        AND subject_id > coalesce(nullif($3, '')::uuid, '00000000-0000-0000-0000-000000000000')
      ORDER BY subject_id LIMIT $4`,
    values: [planId, kind, after, limit],
  });
  return rows;
}

/** What a plan shows of some subjects; those who stay as they are, are not in the map. */
export async function plannedFor(
  sql: Sql,
  planId: string,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, PlannedKind>> {
  const { rows } = await sql.query<{ id: string; kind: PlannedKind }>({
    name: 'planned for',
    text: `SELECT subject_id AS id, kind FROM ${entryTable} WHERE plan_id = $1 AND subject_id = ANY ($2)`,
    values: [planId, subjectIds],
  });
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}
