import type { DirectoryWrite, GroupMember } from '@waybill/contracts';
import {
  type Collection,
  type InlineReadModel,
  type Migration,
  roleOf,
  type Sql,
  upsertRows,
} from '@waybill/event-log';
import { memberRows } from '../../domain/resources/directory-members';

export const membersTable = 'group_member_v1';

export const groupMembersMigration = (schema: string): Migration => ({
  name: 'GroupMembers1764000000111',
  statements: [
    `CREATE TABLE ${schema}.${membersTable} (
       group_id uuid    NOT NULL,
       member   text    NOT NULL,
       job      text    NOT NULL,
       type     text,
       display  text,
       departed boolean NOT NULL DEFAULT false,
       PRIMARY KEY (group_id, member)
     )`,
    `CREATE INDEX ON ${schema}.${membersTable} (member, group_id)`,
    `CREATE INDEX ON ${schema}.${membersTable} (job) WHERE departed`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${membersTable} TO ${roleOf(schema)}`,
  ],
});

/** Rows by group and member, one index look-up each: however large the table, the planner must not read it whole. */
const named = `FROM json_to_recordset($1) AS asked (group_id uuid, member text)
  CROSS JOIN LATERAL (SELECT ctid, group_id, member, type, display FROM ${membersTable} t
    WHERE t.group_id = asked.group_id AND t.member = asked.member OFFSET 0) m`;

interface MemberRow {
  readonly group_id: string;
  readonly member: string;
  readonly job: string;
  readonly type: string | null;
  readonly display: string | null;
}

/**
 * The members of groups, one row each. Whoever is deleted has departed from all his groups with the same commit, and no
 * reader sees him; the row goes when the group's own stream tells that he left.
 */
export const groupMembers: InlineReadModel = {
  name: membersTable,
  apply: async (tx, events) => {
    const changes = changesOf(events as unknown as readonly (DirectoryWrite & { job: string })[]);
    await Promise.all([
      upsertRows(tx, target, changes.joined),
      removeMembers(tx, changes.left),
      depart(tx, changes.deleted),
      removeGroups(tx, changes.deletedGroups),
    ]);
  },
};

/** The members that a command must see. */
export const memberCollection: Collection = {
  name: memberRows,
  read: async (tx, needed) => {
    const all = needed.flatMap(({ owner, keys }) => (keys === 'all' ? [owner] : []));
    const byName = needed.flatMap(({ owner, keys }) =>
      keys === 'all' ? [] : keys.map((member) => ({ group_id: owner, member })),
    );
    const found = await Promise.all([readAll(tx, all), readNamed(tx, byName)]);
    return found
      .flat()
      .map(({ group_id: owner, member: key, type, display }) => ({ owner, key, row: { type, display } }));
  },
};

const target = {
  table: membersTable,
  key: ['group_id', 'member'],
  columns: ['group_id', 'member', 'job', 'type', 'display'],
};

interface Changes {
  readonly joined: MemberRow[];
  readonly left: { group_id: string; member: string }[];
  readonly deleted: { job: string; member: string }[];
  readonly deletedGroups: string[];
}

/** What a batch comes to: of each member of each group, the last that was told. */
function changesOf(events: readonly (DirectoryWrite & { job: string })[]): Changes {
  const rows = new Map<string, MemberRow | { group_id: string; member: string }>();
  const deleted: Changes['deleted'] = [];
  const deletedGroups: { job: string; id: string }[] = [];
  for (const { type, data, job } of events) {
    if (type === 'directory.user-deleted') deleted.push({ job, member: data.userId });
    if (type === 'directory.group-deleted') deletedGroups.push({ job, id: data.groupId });
    if (type !== 'directory.members-changed') continue;
    const { groupId: group_id, added, removed } = data;
    for (const member of removed) rows.set(`${group_id}\n${member}`, { group_id, member });
    for (const each of added) rows.set(`${group_id}\n${each.id}`, rowOf(group_id, job, each));
  }
  const isJoined = (row: MemberRow | { group_id: string; member: string }): row is MemberRow => 'job' in row;
  const all = [...rows.values()];
  return {
    joined: all.filter(isJoined),
    left: all.filter((row) => !isJoined(row)),
    deleted: [...deleted, ...deletedGroups.map(({ job, id: member }) => ({ job, member }))],
    deletedGroups: deletedGroups.map(({ id }) => id),
  };
}

const rowOf = (group_id: string, job: string, { id: member, type, display }: GroupMember): MemberRow => ({
  group_id,
  member,
  job,
  type,
  display,
});

async function removeMembers(tx: Sql, left: Changes['left']): Promise<void> {
  if (left.length === 0) return;
  await tx.query({
    name: 'remove members',
    text: `DELETE FROM ${membersTable} WHERE ctid = ANY (ARRAY(SELECT m.ctid ${named}))`,
    values: [JSON.stringify(left)],
  });
}

async function depart(tx: Sql, deleted: Changes['deleted']): Promise<void> {
  if (deleted.length === 0) return;
  await tx.query({
    name: 'depart from groups',
    text: `UPDATE ${membersTable} m SET departed = true
      FROM json_to_recordset($1) AS gone (job text, member text) WHERE m.member = gone.member AND m.job = gone.job`,
    values: [JSON.stringify(deleted)],
  });
}

async function removeGroups(tx: Sql, groups: readonly string[]): Promise<void> {
  if (groups.length === 0) return;
  await tx.query({
    name: 'remove groups',
    text: `DELETE FROM ${membersTable} WHERE group_id = ANY ($1)`,
    values: [groups],
  });
}

async function readAll(tx: Sql, groups: readonly string[]): Promise<MemberRow[]> {
  if (groups.length === 0) return [];
  const { rows } = await tx.query<MemberRow>({
    name: 'all members to decide on',
    text: `SELECT group_id, member, type, display FROM ${membersTable} WHERE group_id = ANY ($1)`,
    values: [groups],
  });
  return rows;
}

async function readNamed(tx: Sql, asked: readonly object[]): Promise<MemberRow[]> {
  if (asked.length === 0) return [];
  const { rows } = await tx.query<MemberRow>({
    name: 'named members to decide on',
    text: `SELECT m.group_id, m.member, m.type, m.display ${named}`,
    values: [JSON.stringify(asked)],
  });
  return rows;
}
