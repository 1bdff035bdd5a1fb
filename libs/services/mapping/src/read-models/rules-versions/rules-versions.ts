import type { RulesVersion } from '../../domain/mapping-reads';
import type { JobRulesApplied } from '@waybill/contracts';
import { type InlineReadModel, type Migration, roleOf, type Sql, upsertRows } from '@waybill/event-log';
import { rulesOfToday } from '../jobs/jobs';

const table = 'rules_version_v1';

export const rulesVersionsMigration = (schema: string): Migration => ({
  name: 'RulesVersions1764000000111',
  statements: [
    `CREATE TABLE ${schema}.${table} (
       job        text    NOT NULL,
       version    integer NOT NULL,
       rules      jsonb   NOT NULL,
       applied_by text    NOT NULL,
       plan_id    uuid,
       applied_at timestamptz,
       PRIMARY KEY (job, version)
     )`,
    `INSERT INTO ${schema}.${table} (job, version, rules, applied_by)
       SELECT job, rules_version, rules, 'unknown' FROM ${schema}.job_v1 WHERE rules IS NOT NULL`,
    `GRANT SELECT, INSERT, UPDATE ON ${schema}.${table} TO ${roleOf(schema)}`,
  ],
});

/** Every version that ever held, as it was applied. */
export const rulesVersions: InlineReadModel = {
  name: table,
  apply: async (tx, events) => {
    const rows = events.flatMap((event) => {
      const { type, data } = event as unknown as JobRulesApplied;
      if (type !== 'job.rules-applied') return [];
      const { rulesVersion: version, rules, appliedBy: applied_by, planId: plan_id, at: applied_at } = data;
      return [{ job: event.job, version, rules, applied_by, plan_id, applied_at }];
    });
    const columns = ['job', 'version', 'rules', 'applied_by', 'plan_id', 'applied_at'];
    await upsertRows(tx, { table, key: ['job', 'version'], columns }, rows);
  },
};

/** One version of a job's rules; undefined where there was none. */
export async function rulesVersion(sql: Sql, job: string, version: number): Promise<RulesVersion | undefined> {
  const { rows } = await sql.query<RulesVersion>({
    name: 'read rules version',
    text: `SELECT version, rules, applied_by AS "appliedBy", plan_id AS "planId", applied_at AS "appliedAt"
      FROM ${table} WHERE job = $1 AND version = $2`,
    values: [job, version],
  });
  const [found] = rows;
  return found && { ...found, rules: rulesOfToday(found.rules) };
}

/** All versions of a job without the rules themselves, the newest first. */
export async function listRulesVersions(sql: Sql, job: string): Promise<readonly Omit<RulesVersion, 'rules'>[]> {
  const { rows } = await sql.query<Omit<RulesVersion, 'rules'>>({
    name: 'list rules versions',
    text: `SELECT version, applied_by AS "appliedBy", plan_id AS "planId", applied_at AS "appliedAt"
      FROM ${table} WHERE job = $1 ORDER BY version DESC`,
    values: [job],
  });
  return rows;
}
