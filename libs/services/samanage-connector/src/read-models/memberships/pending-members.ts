import type { Sql } from '@waybill/event-log';
import { accountLinksTable } from '../account-links/account-links';
import { groupsTable } from '../groups/groups';
import { membershipsTable as table } from './memberships';

/** Somebody who should join or leave a group at Samanage, and can. */
export interface PendingMember {
  readonly userId: string;
  readonly wanted: boolean;
  readonly changeId: string;
  readonly membershipId: number | null;
  /** His account; null for one who leaves and has none any more. */
  readonly samanageId: number | null;
  /** What Samanage calls him, as far as we know. */
  readonly name: string | null;
}

/**
 * Those of a group who can join or leave now, in the order of the changes that said so; those who leave first.
 *
 * @param upTo the version that is worked on: of newer ones not all parts may be there
 */
export async function pendingMembers(
  sql: Sql,
  groupId: string,
  { limit, without, upTo }: { readonly limit: number; readonly without: readonly string[]; readonly upTo: number },
): Promise<PendingMember[]> {
  const { rows } = await sql.query<PendingMember>({
    name: 'pending members',
    text: `SELECT m.user_id AS "userId", m.wanted, m.change_id AS "changeId", m.membership_id AS "membershipId",
        l.samanage_id AS "samanageId", l.applied->>'name' AS name
      FROM ${table} m LEFT JOIN ${accountLinksTable} l ON l.user_id = m.user_id
      WHERE m.group_id = $1 AND m.wanted <> m.is_member AND (NOT m.wanted OR l.samanage_id IS NOT NULL)
        AND m.user_id <> ALL ($3) AND m.version <= $4
      ORDER BY m.wanted, m.version, m.change_id, m.user_id LIMIT $2`,
    values: [groupId, limit, [...without], upTo],
  });
  return rows;
}

/** How many members of each change of a group have no account, by change id. */
export async function membersWithoutAccount(sql: Sql, groupId: string): Promise<Record<string, number>> {
  const { rows } = await sql.query<{ changeId: string; members: number }>({
    name: 'members without account',
    text: `SELECT m.change_id AS "changeId", count(*)::int AS members
      FROM ${table} m LEFT JOIN ${accountLinksTable} l ON l.user_id = m.user_id
      WHERE m.group_id = $1 AND m.wanted AND NOT m.is_member AND l.samanage_id IS NULL GROUP BY m.change_id`,
    values: [groupId],
  });
  return Object.fromEntries(rows.map(({ changeId, members }) => [changeId, members]));
}

/** A group that can be brought further, with those of its people who can join now. */
export interface ResolvableMembers {
  readonly groupId: string;
  readonly userIds: readonly string[];
}

const mostAtOnce = 1_000;

/** Only of a group whose members are written: of others nothing is to be done about who should be in them. */
const resolvable = (condition: string): string => `SELECT m.group_id AS "groupId",
    coalesce((array_agg(m.user_id) FILTER (WHERE m.wanted))[1:${mostAtOnce}], '{}') AS "userIds"
  FROM ${table} m
  JOIN ${groupsTable} g ON g.group_id = m.group_id AND g.presence = 'present' AND g.samanage_id IS NOT NULL
    AND (g.allowed->>'update')::boolean
  LEFT JOIN ${accountLinksTable} l ON l.user_id = m.user_id
  WHERE m.wanted <> m.is_member AND (NOT m.wanted OR l.samanage_id IS NOT NULL) AND m.failed IS NULL
    AND ${condition} GROUP BY m.group_id`;

/** The groups of a job that can be completed. */
export async function resolvableMembers(sql: Sql, job: string): Promise<ResolvableMembers[]> {
  const { rows } = await sql.query<ResolvableMembers>({
    name: 'resolvable members',
    text: resolvable('g.job = $1'),
    values: [job],
  });
  return rows;
}

/** The same, as far as it has to do with some people, or with some groups. */
export async function resolvableMembersAround(
  sql: Sql,
  { userIds, groupIds }: { readonly userIds: readonly string[]; readonly groupIds: readonly string[] },
): Promise<ResolvableMembers[]> {
  const { rows } = await sql.query<ResolvableMembers>({
    name: 'resolvable members around',
    text: resolvable('(m.user_id = ANY ($1) OR m.group_id = ANY ($2))'),
    values: [[...userIds], [...groupIds]],
  });
  return rows;
}
