import type { Sql } from '@waybill/event-log';
import { accountLinksTable } from '../account-links/account-links';
import { parkedTable } from './parked';

/** How many subjects of a job fail, and how many do not (entra-provisioning.md §7.4). */
export interface SubjectCounts {
  /** Cannot be applied, for another reason than a reference. */
  readonly nonReference: number;
  /** Applied, but for a reference to somebody who has no account. */
  readonly reference: number;
  readonly succeeded: number;
}

export async function subjectCounts(sql: Sql, job: string): Promise<SubjectCounts> {
  const { rows } = await sql.query<SubjectCounts>({
    name: 'subject counts',
    text: `SELECT (SELECT count(*)::int FROM ${parkedTable} WHERE job = $1) AS "nonReference",
      count(*) FILTER (WHERE waits_for IS NOT NULL)::int AS reference,
      count(*) FILTER (WHERE waits_for IS NULL AND samanage_id IS NOT NULL)::int AS succeeded
      FROM ${accountLinksTable} WHERE job = $1`,
    values: [job],
  });
  return rows[0] ?? { nonReference: 0, reference: 0, succeeded: 0 };
}
