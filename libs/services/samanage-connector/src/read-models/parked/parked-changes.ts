import type { Sql } from '@waybill/event-log';
import type { ConnectorPage, ParkedEntry, ParkedQuery } from '../../domain/connector-reads';
import { groupsTable } from '../groups/groups';
import { containsFolded } from '../links/folded';
import { workTable } from '../work/work-row';
import { parkedTable } from './parked';

/** The log is told of an attempt only when it fails for another reason, so how it goes on is the list of work's to say. */
const read = `SELECT p.change_id AS "changeId", p.subject_id AS "subjectId", p.subject_type AS "subjectType",
    p.display_name AS "displayName", p.action, p.code, p.reason, coalesce(w.attempts, p.attempts) AS attempts,
    coalesce(w.due_at, p.next_attempt_at) AS "nextAttemptAt", p.parked_at AS "parkedAt"
  FROM ${parkedTable} p LEFT JOIN ${workTable} w ON w.subject = p.subject WHERE p.job = $1`;

/** What is parked of a job, in the order of the subjects' ids, after one of them. */
export async function parkedOf(
  sql: Sql,
  job: string,
  { code, search }: ParkedQuery,
  { after, limit }: ConnectorPage,
): Promise<ParkedEntry[]> {
  const { rows } = await sql.query<ParkedEntry>({
    name: 'parked of job',
    text: `${read} AND ($2::uuid IS NULL OR p.subject_id > $2) AND ($4::text IS NULL OR p.code = $4)
      AND ($5::text IS NULL OR ${containsFolded('p.display_name', '$5')}) ORDER BY p.subject_id LIMIT $3`,
    values: [job, after, limit, code, search],
  });
  return rows;
}

/** One parked change of a job. */
export async function parkedChangeOf(sql: Sql, job: string, changeId: string): Promise<ParkedEntry | undefined> {
  const { rows } = await sql.query<ParkedEntry>({
    name: 'parked change',
    text: `${read} AND p.change_id = $2`,
    values: [job, changeId],
  });
  return rows[0];
}

/** Whether a parked change of a job has values: of an account its work tells, of a group its row, if it is of this change. */
export async function hasParkedValues(sql: Sql, job: string, changeId: string): Promise<boolean> {
  const { rows } = await sql.query({
    name: 'parked values',
    text: `SELECT FROM ${parkedTable} p
      LEFT JOIN ${workTable} w ON w.subject = p.subject
      LEFT JOIN ${groupsTable} g ON g.group_id = p.subject_id AND g.change_id = p.change_id AND g.is_open
      WHERE p.job = $1 AND p.change_id = $2
        AND jsonb_typeof(CASE p.subject_type WHEN 'Group' THEN g.desired ELSE w.payload->'account' END) = 'object'`,
    values: [job, changeId],
  });
  return rows.length > 0;
}
