import type { Sql } from '@waybill/event-log';
import { parkedTable } from '../parked/parked';
import { priorities, workTable } from './work-row';

/** How many accounts of a job are to be created now; counted up to a limit. */
export async function createsWaiting(sql: Sql, job: string, limit: number): Promise<number> {
  const { rows } = await sql.query<{ creates: number }>({
    name: 'creates waiting',
    text: `SELECT count(*)::int AS creates FROM (SELECT FROM ${workTable} w
      WHERE job = $1 AND priority = ${priorities.create} AND payload->>'kind' = 'account'
        AND NOT EXISTS (SELECT FROM ${parkedTable} p WHERE p.subject = w.subject) LIMIT $2) AS creates`,
    values: [job, limit],
  });
  return rows[0]?.creates ?? 0;
}
