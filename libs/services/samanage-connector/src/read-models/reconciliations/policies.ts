import type { ReconciliationPolicySet } from '@waybill/contracts';
import type { Sql } from '@waybill/event-log';
import { defaultPolicy, type ReconciliationPolicy } from '../../domain/reconciliation';
import { policiesTable } from './tables';

/** Keeps what an admin has said. */
export async function keepPolicy(
  tx: Sql,
  job: string,
  { everyHours, repair, at }: ReconciliationPolicySet['data'],
): Promise<void> {
  await tx.query({
    name: `keep ${policiesTable}`,
    text: `INSERT INTO ${policiesTable} (job, every_hours, repair, set_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (job) DO UPDATE SET every_hours = excluded.every_hours, repair = excluded.repair, set_at = excluded.set_at`,
    values: [job, everyHours, repair, at],
  });
}

/** The policy of a job, and since when it holds; null for one that was never set. */
export async function policyOf(sql: Sql, job: string): Promise<ReconciliationPolicy & { readonly setAt: Date | null }> {
  const { rows } = await sql.query<ReconciliationPolicy & { setAt: Date }>({
    name: `read ${policiesTable}`,
    text: `SELECT every_hours AS "everyHours", repair, set_at AS "setAt" FROM ${policiesTable} WHERE job = $1`,
    values: [job],
  });
  return rows[0] ?? { ...defaultPolicy, setAt: null };
}
