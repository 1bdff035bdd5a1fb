import type { Sql } from '@waybill/event-log';
import { subjectsTable } from './subjects';

/** Where somebody who lists subjects has come to; `''` before the first. */
export interface SubjectPlace {
  readonly type: 'User' | 'Group';
  readonly after: string;
}

/** Directory ids of the next subjects of a job, in the order of their ids. */
export async function subjectsAfter(
  sql: Sql,
  job: string,
  { type, after }: SubjectPlace,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>({
    name: 'subjects after',
    text: `SELECT subject_id AS id FROM ${subjectsTable} WHERE job = $1 AND subject_type = $2
      AND subject_id > coalesce(nullif($3, '')::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY subject_id LIMIT $4`,
    values: [job, type, after, limit],
  });
  return rows.map(({ id }) => id);
}

/** A subject as the log has it now. */
export interface SubjectEntry<State = unknown> {
  readonly id: string;
  readonly state: State;
  /** Directory ids of the groups of which he is a direct member. */
  readonly memberOf: readonly string[];
}

const prefixes = { User: 'account-', Group: 'group-' } as const;

const entries = `SELECT s.subject_id AS id, t.state,
    CASE WHEN s.subject_type = 'User'
      THEN ARRAY(SELECT g.group_id::text FROM group_member_v1 g WHERE g.member = s.subject_id::text)
      ELSE '{}' END AS "memberOf"
  FROM ${subjectsTable} s JOIN stream_state t ON t.stream = $1 || s.subject_id::text`;

/** The next subjects of a job with their states, in the order of their ids. */
export async function subjectEntriesAfter(
  sql: Sql,
  job: string,
  { type, after }: SubjectPlace,
  limit: number,
): Promise<SubjectEntry[]> {
  const { rows } = await sql.query<SubjectEntry>({
    name: 'subject entries after',
    text: `${entries} WHERE s.job = $2 AND s.subject_type = $3
      AND s.subject_id > coalesce(nullif($4, '')::uuid, '00000000-0000-0000-0000-000000000000')
      ORDER BY s.subject_id LIMIT $5`,
    values: [prefixes[type], job, type, after, limit],
  });
  return rows;
}

/** Some subjects of a job with their states. */
export async function subjectEntries(
  sql: Sql,
  job: string,
  type: SubjectPlace['type'],
  ids: readonly string[],
): Promise<SubjectEntry[]> {
  const { rows } = await sql.query<SubjectEntry>({
    name: 'subject entries',
    text: `${entries} WHERE s.job = $2 AND s.subject_type = $3 AND s.subject_id = ANY ($4)`,
    values: [prefixes[type], job, type, ids],
  });
  return rows;
}

/**
 * Ids of the subjects of a job about whom something was logged after a position: of users also that they joined or left a
 * group, or that it was deleted.
 */
export async function changedSince(
  sql: Sql,
  job: string,
  type: SubjectPlace['type'],
  position: number,
): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>({
    name: 'changed since',
    text: `WITH later AS (SELECT stream, type, data FROM event_log WHERE position > $3 AND job = $2)
      SELECT substr(stream, length($1) + 1) AS id FROM later WHERE starts_with(stream, $1)
      UNION SELECT m->>'id' FROM later, jsonb_array_elements(data->'added') m
        WHERE $4 AND type = 'mapping.members-taken-in' AND m->>'type' = 'User'
      UNION SELECT jsonb_array_elements_text(data->'removed') FROM later
        WHERE $4 AND type = 'mapping.members-taken-in'`,
    values: [prefixes[type], job, position, type === 'User'],
  });
  return rows.map(({ id }) => id).filter(isUuid);
}

/** A job may keep members that are no resources, under whatever name the client gave them. */
const isUuid = (id: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id);

/** The users of a job who have this userName, in any case. */
export async function usersNamed(sql: Sql, job: string, userName: string): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>({
    name: 'users named',
    text: `SELECT s.subject_id AS id FROM ${subjectsTable} s JOIN stream_state t ON t.stream = 'account-' || s.subject_id::text
      WHERE s.job = $1 AND s.subject_type = 'User' AND lower(t.state->'resource'->>'userName') = lower($2) LIMIT 2`,
    values: [job, userName],
  });
  return rows.map(({ id }) => id);
}
