import type { ChangeReceived, GroupChangeReceived } from '@waybill/contracts';
import type { Sql } from '@waybill/event-log';
import type { Subject } from '../../domain/open-changes';
import type { Values } from '../../domain/values';
import { accountLinksTable } from '../account-links/account-links';
import { groupsTable } from '../groups/groups';
import { membershipsTable } from '../memberships/memberships';
import { parkedTable } from '../parked/parked';
import { workTable } from '../work/work-row';
import { knownTable } from './tables';

type Type = Subject['subjectType'];

interface Compared {
  readonly directoryId: string;
  readonly samanageId: number;
  readonly displayName: string;
  readonly stream: string;
  readonly streamVersion: number;
  readonly applied: Values | null;
  readonly refused: Values;
  /** What Samanage is right about and was told before, by member. */
  readonly known: Values;
}

/** A linked account or group, with all that it is compared by; `newest` is null where an admin gave up what was desired. */
export type ComparedSubject = Compared &
  (
    | { readonly type: 'User'; readonly newest: ChangeReceived['data'] | null }
    | { readonly type: 'Group'; readonly newest: GroupChangeReceived['data'] | null }
  );

const tables: Readonly<Record<Type, { table: string; id: string; prefix: string }>> = {
  User: { table: accountLinksTable, id: 'user_id', prefix: 'account-' },
  Group: { table: groupsTable, id: 'group_id', prefix: 'group-' },
};

/** As of which event the log is read; what happens later is seen in none of the answers of calls made before. */
export async function logPosition(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ position: number }>({
    name: 'log position',
    text: 'SELECT coalesce(max(position), 0) AS position FROM event_log',
  });
  return rows[0]?.position ?? 0;
}

/**
 * Nothing has happened to the subject since, nothing is under way, and no call is in doubt. What is parked waits, and
 * may be compared.
 */
const isSettled = `coalesce((SELECT e.position FROM event_log e
    WHERE e.stream = s.stream AND e.stream_version = s.version), 0) <= $3
  AND NOT EXISTS (SELECT FROM ${workTable} w WHERE w.subject = s.stream
    AND (w.sending IS NOT NULL OR NOT EXISTS (SELECT FROM ${parkedTable} p WHERE p.subject = w.subject)))`;

/**
 * Of some accounts or groups of Samanage those that are linked and were left in peace since a position of the log; what
 * was worked on meanwhile was compared by that.
 */
export async function comparedSubjects(
  sql: Sql,
  job: string,
  type: Type,
  { samanageIds, since }: { readonly samanageIds: readonly number[]; readonly since: number },
): Promise<ComparedSubject[]> {
  const { table, id, prefix } = tables[type];
  const { rows } = await sql.query<ComparedSubject>({
    name: `compared ${table}`,
    text: `SELECT l.${id} AS "directoryId", '${type}' AS type, l.samanage_id AS "samanageId",
        coalesce(s.state #>> '{newest,displayName}', '') AS "displayName", s.stream, s.version AS "streamVersion",
        l.applied, l.refused,
        CASE WHEN (s.state->>'isGivenUp')::boolean THEN NULL ELSE s.state->'newest' END AS newest,
        (SELECT coalesce(json_object_agg(k.member, k.actual), '{}') FROM ${knownTable} k
          WHERE k.subject = s.stream AND k.subject_version = s.version) AS known
      FROM ${table} l JOIN stream_state s ON s.stream = '${prefix}' || l.${id}
      WHERE l.job = $1 AND l.samanage_id = ANY ($2) AND ${isSettled}`,
    values: [job, [...samanageIds], since],
  });
  return rows;
}

/** A link by both of its ends. */
export interface LinkEnds {
  readonly directoryId: string;
  readonly samanageId: number;
}

/** The links of a job in the order of their directory ids, after one of them. */
export async function linkEnds(
  sql: Sql,
  job: string,
  type: Type,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<LinkEnds[]> {
  const { table, id } = tables[type];
  const { rows } = await sql.query<LinkEnds>({
    name: `ends of ${table}`,
    text: `SELECT ${id} AS "directoryId", samanage_id AS "samanageId" FROM ${table}
      WHERE job = $1 AND samanage_id IS NOT NULL AND ($2::uuid IS NULL OR ${id} > $2) ORDER BY ${id} LIMIT $3`,
    values: [job, after, limit],
  });
  return rows;
}

/** Somebody whom calls have brought into a group where he should be. */
export interface Joined {
  readonly userId: string;
  readonly samanageId: number;
  /** What Samanage called him last. */
  readonly name: string | null;
}

/** Who is in a group as far as is known, in the order of the directory ids, after one of them. */
export async function joinedMembers(
  sql: Sql,
  groupId: string,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<Joined[]> {
  const { rows } = await sql.query<Joined>({
    name: `joined of ${membershipsTable}`,
    text: `SELECT m.user_id AS "userId", l.samanage_id AS "samanageId", l.applied->>'name' AS name
      FROM ${membershipsTable} m JOIN ${accountLinksTable} l ON l.user_id = m.user_id
      WHERE m.group_id = $1 AND m.is_member AND m.wanted AND l.samanage_id IS NOT NULL
        AND ($2::uuid IS NULL OR m.user_id > $2) ORDER BY m.user_id LIMIT $3`,
    values: [groupId, after, limit],
  });
  return rows;
}
