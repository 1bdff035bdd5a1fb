import type { GroupTakenIn, MembersTakenIn } from '@waybill/contracts';
import {
  type Collection,
  type InlineReadModel,
  type Migration,
  roleOf,
  type Sql,
  upsertRows,
} from '@waybill/event-log';
import { membershipRows } from '../../domain/memberships';

const table = 'group_member_v1';
const leaversTable = 'group_leaver_v1';

export const groupMembersMigration = (schema: string): Migration => ({
  name: 'GroupMembers1764000000112',
  statements: [
    `CREATE TABLE ${schema}.${table} (
       group_id uuid NOT NULL,
       member   text NOT NULL,
       job      text NOT NULL,
       type     text,
       PRIMARY KEY (group_id, member)
     )`,
    `CREATE INDEX ON ${schema}.${table} (member)`,
    `CREATE TABLE ${schema}.${leaversTable} (
       user_id text PRIMARY KEY,
       job     text NOT NULL
     )`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table}, ${schema}.${leaversTable} TO ${roleOf(schema)}`,
  ],
});

/**
 * Who is a direct member of which group, a row each. A group that is deleted does not name its members: they are put
 * down as leavers, to be evaluated again.
 */
export const groupMembers: InlineReadModel = {
  name: table,
  apply: async (tx, events) => {
    const rows = new Map<string, { group_id: string; member: string; job: string; type: string | null } | null>();
    const gone: string[] = [];
    for (const event of events) {
      const { type, data } = event as unknown as MembersTakenIn | GroupTakenIn;
      if (type === 'mapping.group-taken-in' && data.resource === null) gone.push(data.groupId);
      if (type !== 'mapping.members-taken-in') continue;
      const { groupId: group_id, added, removed } = data;
      for (const member of removed) rows.set(`${group_id}\n${member}`, null);
      for (const { id: member, type: kind } of added) {
        rows.set(`${group_id}\n${member}`, { group_id, member, job: event.job, type: kind });
      }
    }
    const joined = [...rows.values()].filter((row) => row !== null);
    const left = [...rows].flatMap(([place, row]) => (row === null ? [place.split('\n')] : []));
    await Promise.all([
      upsertRows(tx, { table, key: ['group_id', 'member'], columns: ['group_id', 'member', 'job', 'type'] }, joined),
      removeMembers(tx, left),
      removeGroups(tx, gone),
    ]);
  },
};

async function removeMembers(tx: Sql, left: readonly string[][]): Promise<void> {
  if (left.length === 0) return;
  await tx.query({
    name: `remove from ${table}`,
    text: `DELETE FROM ${table} m USING unnest($1::uuid[], $2::text[]) AS l (group_id, member)
      WHERE m.group_id = l.group_id AND m.member = l.member`,
    values: [left.map(([groupId]) => groupId), left.map(([, member]) => member)],
  });
}

async function removeGroups(tx: Sql, gone: readonly string[]): Promise<void> {
  if (gone.length === 0) return;
  await tx.query({
    name: `remove groups from ${table}`,
    text: `WITH gone AS (DELETE FROM ${table} WHERE group_id = ANY ($1) RETURNING member, job, type)
      INSERT INTO ${leaversTable} SELECT member, job FROM gone WHERE type = 'User' GROUP BY member, job
        ON CONFLICT DO NOTHING`,
    values: [gone],
  });
}

/** The groups of users, which their filters may ask for. */
export const membershipCollection: Collection = {
  name: membershipRows,
  read: async (tx, needed) => {
    const { rows } = await tx.query<{ owner: string; key: string }>({
      name: 'read memberships',
      text: `SELECT member AS owner, group_id AS key FROM ${table} WHERE member = ANY ($1)`,
      values: [needed.map(({ owner }) => owner)],
    });
    return rows.map((row) => ({ ...row, row: {} }));
  },
};

/** The groups of each of some users, by user. */
export async function groupsOfUsers(
  sql: Sql,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql.query<{ member: string; groups: string[] }>({
    name: 'groups of users',
    text: `SELECT member, array_agg(group_id::text) AS groups FROM ${table} WHERE member = ANY ($1) GROUP BY member`,
    values: [userIds],
  });
  return new Map(rows.map(({ member, groups }) => [member, groups]));
}

/** All direct members of a group, in the order of their ids, and the version of the group that has them. */
export async function membersOf(
  sql: Sql,
  groupId: string,
): Promise<{ readonly directoryVersion: number; readonly members: readonly string[] }> {
  const { rows } = await sql.query<{ directoryVersion: number; members: string[] }>({
    name: 'members of a group',
    // One statement sees both as of one commit.
    text: `SELECT (state->>'directoryVersion')::int AS "directoryVersion",
        ARRAY(SELECT member FROM ${table} WHERE group_id = $1 ORDER BY member) AS members
      FROM stream_state WHERE stream = 'group-' || $1::uuid`,
    values: [groupId],
  });
  return rows[0] ?? { directoryVersion: 0, members: [] };
}

/** Users of deleted groups who are to be evaluated again. */
export async function groupLeavers(sql: Sql, limit: number): Promise<{ job: string; userId: string }[]> {
  const { rows } = await sql.query<{ job: string; userId: string }>({
    name: 'group leavers',
    text: `SELECT job, user_id AS "userId" FROM ${leaversTable} ORDER BY user_id LIMIT $1`,
    values: [limit],
  });
  return rows;
}

/** Takes away those who were evaluated. */
export async function forgetGroupLeavers(sql: Sql, userIds: readonly string[]): Promise<void> {
  await sql.query({
    name: 'forget group leavers',
    text: `DELETE FROM ${leaversTable} WHERE user_id = ANY ($1)`,
    values: [userIds],
  });
}
