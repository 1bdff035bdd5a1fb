import { type Migration, roleOf, type Sql } from '@waybill/event-log';
import type { RateBudgetState } from './rate-budget';

const table = 'rate_budget_v1';

export const rateBudgetMigration = (schema: string): Migration => ({
  name: 'RateBudget1764000000115',
  statements: [
    `CREATE TABLE ${schema}.${table} (job text PRIMARY KEY, limit_per_minute integer, closed_until timestamptz)`,
    `GRANT SELECT, INSERT, UPDATE ON ${schema}.${table} TO ${roleOf(schema)}`,
  ],
});

/** What the last writer of a job knew of the account's limit; whoever takes over calls no more than that allows. */
export async function keptBudget(sql: Sql, job: string): Promise<RateBudgetState | undefined> {
  const { rows } = await sql.query<{ limitPerMinute: number | null; closedUntil: Date | null }>({
    name: `read ${table}`,
    text: `SELECT limit_per_minute AS "limitPerMinute", closed_until AS "closedUntil" FROM ${table} WHERE job = $1`,
    values: [job],
  });
  const [row] = rows;
  return row && { limitPerMinute: row.limitPerMinute, closedUntil: row.closedUntil?.getTime() ?? null, used: 0 };
}

/** Keeps what is known of the limit, where it is news. */
export async function keepBudget(
  sql: Sql,
  job: string,
  { limitPerMinute, closedUntil }: RateBudgetState,
): Promise<void> {
  await sql.query({
    name: `keep ${table}`,
    text: `INSERT INTO ${table} AS b (job, limit_per_minute, closed_until) VALUES ($1, $2, to_timestamp($3::float8 / 1000))
      ON CONFLICT (job) DO UPDATE SET limit_per_minute = excluded.limit_per_minute, closed_until = excluded.closed_until
        WHERE (b.limit_per_minute, b.closed_until) IS DISTINCT FROM (excluded.limit_per_minute, excluded.closed_until)`,
    values: [job, limitPerMinute, closedUntil],
  });
}
