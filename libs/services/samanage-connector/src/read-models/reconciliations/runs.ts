import { newId, type Sql } from '@waybill/event-log';
import { isRunDue, type ReconciliationRun } from '../../domain/reconciliation';
import { policyOf } from './policies';
import { differencesTable, isHeld, runsTable as table } from './tables';

/** Runs that are kept and listed for each job; older ones go when a new one is asked for. */
const runsKept = 50;

const columns = `id, state, asked_by AS "askedBy", trigger, repair, asked_at AS "askedAt", began_at AS "beganAt",
  ended_at AS "endedAt", accounts, groups, drifted, missing, repaired, error`;

type Asked = Pick<ReconciliationRun, 'repair' | 'askedBy' | 'trigger'>;

/** Asks for a run; where one waits or runs already, that is answered, and none is asked for. */
export async function askForRun(
  sql: Sql,
  job: string,
  { repair, askedBy, trigger }: Asked,
): Promise<{ readonly run: ReconciliationRun; readonly isNew: boolean }> {
  for (;;) {
    const { rows } = await sql.query<ReconciliationRun>({
      name: `ask ${table}`,
      text: `INSERT INTO ${table} (id, job, trigger, repair, asked_by) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (job) WHERE state IN ('Waiting', 'Running') DO NOTHING RETURNING ${columns}`,
      values: [newId(), job, trigger, repair, askedBy],
    });
    const run = rows[0] ?? (await openRun(sql, job));
    if (rows[0]) await forgetOld(sql, job);
    // The one that stood in the way may have ended meanwhile.
    if (run) return { run, isNew: rows.length > 0 };
  }
}

async function forgetOld(sql: Sql, job: string): Promise<void> {
  await sql.query({
    name: `forget ${table}`,
    text: `DELETE FROM ${table} WHERE job = $1 AND id NOT IN
      (SELECT id FROM ${table} WHERE job = $1 ORDER BY asked_at DESC, id DESC LIMIT ${runsKept})`,
    values: [job],
  });
}

/** The run of a job that has not ended. */
export async function openRun(sql: Sql, job: string): Promise<ReconciliationRun | undefined> {
  const { rows } = await sql.query<ReconciliationRun>({
    name: `open ${table}`,
    text: `SELECT ${columns} FROM ${table} WHERE job = $1 AND state IN ('Waiting', 'Running')`,
    values: [job],
  });
  return rows[0];
}

/** The runs of a job that are kept, the newest first. */
export async function runsOf(sql: Sql, job: string): Promise<ReconciliationRun[]> {
  const { rows } = await sql.query<ReconciliationRun>({
    name: `list ${table}`,
    text: `SELECT ${columns} FROM ${table} WHERE job = $1 ORDER BY asked_at DESC, id DESC LIMIT ${runsKept}`,
    values: [job],
  });
  return rows;
}

export async function runOf(sql: Sql, job: string, id: string): Promise<ReconciliationRun | undefined> {
  const { rows } = await sql.query<ReconciliationRun>({
    name: `read ${table}`,
    text: `SELECT ${columns} FROM ${table} WHERE job = $1 AND id = $2`,
    values: [job, id],
  });
  return rows[0];
}

/** Asks for a run where the policy of the job says that one is due. */
export async function askBySchedule(sql: Sql, job: string, now: number): Promise<void> {
  const { setAt, ...policy } = await policyOf(sql, job);
  if (policy.everyHours === null) return;
  const { rows } = await sql.query<{ askedAt: Date | null }>({
    name: `last ${table}`,
    text: `SELECT max(asked_at) AS "askedAt" FROM ${table} WHERE job = $1`,
    values: [job],
  });
  const since = Math.max(setAt?.getTime() ?? 0, rows[0]?.askedAt?.getTime() ?? 0);
  if (!isRunDue(policy, since, now)) return;
  await askForRun(sql, job, { repair: policy.repair, trigger: 'schedule', askedBy: 'service:samanage-connector' });
}

/** A run in the hands of a writer. What another one has begun anew is not its own any more. */
export interface BegunRun extends Pick<ReconciliationRun, 'id' | 'trigger' | 'repair'> {
  readonly attempt: number;
  /** Whether everything was compared before; what is left is to repair and to end. */
  readonly isCompared: boolean;
}

/** Begins a run, anew where its writer was lost in the middle of comparing: what that one found is removed. */
export async function beginRun(sql: Sql, id: string): Promise<BegunRun | undefined> {
  const { rows } = await sql.query<BegunRun>({
    name: `begin ${table}`,
    text: `UPDATE ${table} SET state = 'Running', began_at = now(), attempt = attempt + 1,
        accounts = CASE WHEN is_compared THEN accounts ELSE 0 END, groups = CASE WHEN is_compared THEN groups ELSE 0 END
      WHERE id = $1 AND state IN ('Waiting', 'Running') RETURNING id, trigger, repair, attempt, is_compared AS "isCompared"`,
    values: [id],
  });
  const [run] = rows;
  if (run && !run.isCompared) {
    await sql.query({
      name: `clear ${differencesTable}`,
      text: `DELETE FROM ${differencesTable} WHERE run = $1`,
      values: [id],
    });
  }
  return run;
}

export async function markCompared(sql: Sql, { id, attempt }: BegunRun): Promise<void> {
  await sql.query({
    name: `compared ${table}`,
    text: `UPDATE ${table} SET is_compared = true WHERE ${isHeld}`,
    values: [id, attempt],
  });
}

/** A run that failed too often is over; before that it waits for another attempt. */
const mostFailures = 3;

/** Notes why a run could not be carried out. */
export async function setRunBack(sql: Sql, { id, attempt }: BegunRun, error: string): Promise<void> {
  await sql.query({
    name: `set back ${table}`,
    text: `UPDATE ${table} SET failures = failures + 1, error = $3,
        state = CASE WHEN failures + 1 >= ${mostFailures} THEN 'Failed' ELSE 'Waiting' END,
        ended_at = CASE WHEN failures + 1 >= ${mostFailures} THEN now() END
      WHERE ${isHeld}`,
    values: [id, attempt, error],
  });
}

export interface RunTotals extends Pick<ReconciliationRun, 'drifted' | 'missing' | 'repaired'> {
  readonly compared: { readonly accounts: number; readonly groups: number };
}

/** What a run has found, counted by account and group; undefined where it is in other hands. */
export async function totalsOf(sql: Sql, { id, attempt }: BegunRun): Promise<RunTotals | undefined> {
  const of = (condition: string) =>
    `(SELECT count(DISTINCT subject)::int FROM ${differencesTable} d WHERE d.run = r.id AND ${condition})`;
  const { rows } = await sql.query<RunTotals>({
    name: `total ${table}`,
    text: `SELECT json_build_object('accounts', accounts, 'groups', groups) AS compared,
        ${of(`d.kind <> 'missing'`)} AS drifted, ${of(`d.kind = 'missing'`)} AS missing, ${of('d.repaired')} AS repaired
      FROM ${table} r WHERE ${isHeld}`,
    values: [id, attempt],
  });
  return rows[0];
}
