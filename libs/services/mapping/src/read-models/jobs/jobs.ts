import { type InlineReadModel, type Migration, roleOf, type Sql } from '@waybill/event-log';
import type { JobEvent } from '../../domain/job';
import type { Job } from '../../domain/job-rules';

const table = 'job_v1';

export const jobsMigration = (schema: string): Migration => ({
  name: 'Jobs1764000000100',
  statements: [
    `CREATE TABLE ${schema}.${table} (
       job                  text    PRIMARY KEY,
       service_principal_id uuid    NOT NULL UNIQUE,
       name                 text    NOT NULL,
       rules_version        integer NOT NULL DEFAULT 0,
       rules                jsonb,
       cycle_id             uuid
     )`,
    `GRANT SELECT, INSERT, UPDATE ON ${schema}.${table} TO ${roleOf(schema)}`,
  ],
});

/** The jobs with their rules and running cycle, as of the last commit. */
export const jobs: InlineReadModel = {
  name: table,
  apply: async (tx, events) => {
    for (const event of events) {
      const statement = statementOf(event as unknown as JobEvent);
      if (statement) await tx.query({ ...statement, values: [event.job, ...statement.values] });
    }
  },
};

function statementOf({ type, data }: JobEvent): { name: string; text: string; values: unknown[] } | undefined {
  switch (type) {
    case 'job.created':
      return {
        name: type,
        text: `INSERT INTO ${table} (job, service_principal_id, name) VALUES ($1, $2, $3)`,
        values: [data.servicePrincipalId, data.name],
      };
    case 'job.rules-applied':
      return {
        name: type,
        text: `UPDATE ${table} SET rules_version = $2, rules = $3 WHERE job = $1`,
        values: [data.rulesVersion, JSON.stringify(data.rules)],
      };
    case 'job.cycle-opened':
      return { name: type, text: `UPDATE ${table} SET cycle_id = $2 WHERE job = $1`, values: [data.cycleId] };
    default:
      return undefined;
  }
}

/** The jobs of some ids that can be worked for; others are not in the map. */
export async function findJobs(sql: Sql, jobIds: readonly string[]): Promise<ReadonlyMap<string, Job>> {
  const { rows } = await sql.query<Job>({
    name: 'find jobs',
    text: `SELECT job AS "jobId", service_principal_id AS "servicePrincipalId", name, rules_version AS "rulesVersion",
        rules, cycle_id AS "cycleId" FROM ${table} WHERE job = ANY ($1) AND rules IS NOT NULL AND cycle_id IS NOT NULL`,
    values: [jobIds],
  });
  return new Map(rows.map((job) => [job.jobId, job]));
}
