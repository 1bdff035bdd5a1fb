import { rulesFromV1 } from '@waybill/contracts';
import { type Collection, type InlineReadModel, type Migration, roleOf, type Sql } from '@waybill/event-log';
import { defaultBrake } from '../../domain/deletion-brake';
import { type JobFacts, jobRows, rowOfJobFacts } from '../../domain/job-facts';
import type { JobEvent } from '../../domain/job-state';
import type { StoredJob } from '../../domain/rules-in-force';
import { lossesTable } from '../losses/losses';
import { subjectsTable } from '../subjects/subjects';

export const jobsTable = 'job_v2';

export const jobsMigrations = (schema: string): Migration[] => [
  {
    name: 'Jobs1764000000100',
    statements: [
      `CREATE TABLE ${schema}.job_v1 (
         job                  text    PRIMARY KEY,
         service_principal_id uuid    NOT NULL UNIQUE,
         name                 text    NOT NULL,
         rules_version        integer NOT NULL DEFAULT 0,
         rules                jsonb,
         cycle_id             uuid
       )`,
      `GRANT SELECT, INSERT, UPDATE ON ${schema}.job_v1 TO ${roleOf(schema)}`,
    ],
  },
  {
    name: 'Jobs1764000000110',
    statements: [
      `CREATE TABLE ${schema}.${jobsTable} (
         job                  text    PRIMARY KEY,
         service_principal_id uuid    NOT NULL UNIQUE,
         name                 text    NOT NULL,
         rules_version        integer NOT NULL DEFAULT 0,
         rules                jsonb,
         cycle_id             uuid,
         initial_cycle_id     uuid,
         brake                jsonb   NOT NULL,
         allowed_at           timestamptz
       )`,
      `INSERT INTO ${schema}.${jobsTable} (job, service_principal_id, name, rules_version, rules, cycle_id, brake)
         SELECT job, service_principal_id, name, rules_version, rules, cycle_id, '${JSON.stringify(defaultBrake)}'
         FROM ${schema}.job_v1`,
      `GRANT SELECT, INSERT, UPDATE ON ${schema}.${jobsTable} TO ${roleOf(schema)}`,
    ],
  },
];

/** The jobs with their rules, running cycles and brake, as of the last commit. */
export const jobs: InlineReadModel = {
  name: jobsTable,
  apply: async (tx, events) => {
    for (const event of events) {
      const statement = statementOf(event as unknown as JobEvent);
      if (statement) await tx.query({ ...statement, values: [event.job, ...statement.values] });
    }
  },
};

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

function statementOf(event: JobEvent): Statement | undefined {
  const { type: name, data } = event;
  const set = (columns: string, ...values: unknown[]): Statement => ({
    name: `${jobsTable} ${name}`,
    text: `UPDATE ${jobsTable} SET ${columns} WHERE job = $1`,
    values,
  });
  switch (event.type) {
    case 'job.created':
      return {
        name: `${jobsTable} ${name}`,
        text: `INSERT INTO ${jobsTable} (job, service_principal_id, name, brake) VALUES ($1, $2, $3, $4)`,
        values: [event.data.servicePrincipalId, event.data.name, JSON.stringify(defaultBrake)],
      };
    case 'job.rules-applied':
      return set('rules_version = $2, rules = $3', event.data.rulesVersion, JSON.stringify(event.data.rules));
    case 'job.cycle-opened': {
      const column = event.data.kind === 'initial' ? 'initial_cycle_id' : 'cycle_id';
      return { ...set(`${column} = $2`, event.data.cycleId), name: `${jobsTable} ${name} ${column}` };
    }
    case 'job.cycle-closed':
      return set('initial_cycle_id = nullif(initial_cycle_id, $2)', event.data.cycleId);
    case 'job.deletion-brake-set': {
      const { enabled, count, percent, windowHours } = event.data;
      return set('brake = $2', JSON.stringify({ enabled, count, percent, windowHours }));
    }
    case 'job.deletions-allowed':
      return set('allowed_at = $2', (data as { at: string }).at);
    default:
      return undefined;
  }
}

/** What decisions must know of their jobs. How many accounts are wanted is counted where somebody asks for it alone. */
export const jobCollection: Collection = {
  name: jobRows,
  read: async (tx, needed) => {
    const { rows } = await tx.query<Omit<JobFacts, 'allowedAt'> & { job: string; allowedAt: Date | null }>({
      name: 'read job facts',
      text: `SELECT j.job, rules_version AS "rulesVersion", brake, allowed_at AS "allowedAt",
          CASE WHEN brake->'percent' = 'null' THEN 0
            ELSE (SELECT count(*) FROM ${subjectsTable} s WHERE s.job = j.job AND s.presence = 'enabled') END AS wanted,
          CASE WHEN brake->'percent' = 'null' THEN 0
            ELSE (SELECT coalesce(sum(count), 0)::int FROM ${lossesTable} l WHERE l.job = j.job) END AS counted
        FROM ${jobsTable} j WHERE j.job = ANY ($1)`,
      values: [needed.map(({ owner }) => owner)],
    });
    return rows.map(({ job: owner, allowedAt, ...facts }) => ({
      owner,
      ...rowOfJobFacts({ ...facts, allowedAt: allowedAt?.toISOString() ?? null }),
    }));
  },
};

const columns = `job AS "jobId", service_principal_id AS "servicePrincipalId", name, rules_version AS "rulesVersion",
  rules, cycle_id AS "cycleId", initial_cycle_id AS "initialCycleId", brake`;

/** The jobs of some ids that can be worked for; others are not in the map. */
export async function findJobs(sql: Sql, jobIds: readonly string[]): Promise<ReadonlyMap<string, StoredJob>> {
  const { rows } = await sql.query<StoredJob>({
    name: 'find jobs',
    text: `SELECT ${columns} FROM ${jobsTable} WHERE job = ANY ($1) AND rules IS NOT NULL AND cycle_id IS NOT NULL`,
    values: [jobIds],
  });
  return new Map(rows.map((job) => [job.jobId, { ...job, rules: rulesOfToday(job.rules) }]));
}

/** The jobs that an initial cycle is running for. */
export async function jobsInInitialCycle(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query<{ job: string }>({
    name: 'jobs in initial cycle',
    text: `SELECT job FROM ${jobsTable} WHERE initial_cycle_id IS NOT NULL ORDER BY job`,
  });
  return rows.map(({ job }) => job);
}

/** Rules may stand here as they were stored before they were Graph's schema. */
export const rulesOfToday = (rules: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  'users' in rules ? rulesFromV1(rules) : rules;
