import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { InSets, type SharedReads, type Sql } from '@waybill/event-log';
import { poolToken, readsToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import {
  type DirectoryResource,
  type Membership,
  ReadRelations,
  type StoredMember,
} from '../../domain/resources/directory-resource';
import { membersTable } from './group-members';

/** Groups that one resource is told to be in. */
const mostGroups = 1_000;

/**
 * SQL that gives the groups a member is in as JSON, those that it is in through another group included; null for none.
 * Groups may contain each other: each is counted once. Whom another job names among its members is not in its groups.
 *
 * @param member an SQL expression of the member's id as text
 * @param job an SQL expression of the job
 */
export const groupsOf = (member: string, job: string): string => {
  const ofJob = `job = ${job} AND NOT departed`;
  return `CASE WHEN EXISTS (SELECT FROM ${membersTable} WHERE member = ${member} AND ${ofJob})
  THEN (WITH RECURSIVE found (group_id, direct) AS (
      SELECT group_id, true FROM ${membersTable} WHERE member = ${member} AND ${ofJob}
      UNION
      SELECT m.group_id, false FROM ${membersTable} m JOIN found f ON m.member = f.group_id::text WHERE ${ofJob})
    SELECT json_agg(json_build_object('id', g.group_id, 'direct', g.direct,
        'display', s.state->'resource'->>'displayName'))
      FROM (SELECT group_id, bool_or(direct) AS direct FROM found GROUP BY group_id ORDER BY group_id
        LIMIT ${mostGroups}) g
      JOIN stream_state s ON s.stream = 'group-' || g.group_id) END`;
};

/** Members that one answer may tell; more of them must be asked for group by group, or left out. */
export const mostMembersAnAnswer = 200_000;

/** The members of groups that are there, by group. */
export async function readMembers(
  sql: Sql,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StoredMember[]>> {
  if (groupIds.length === 0) return new Map();
  const { rows } = await sql.query<StoredMember & { group: string }>({
    name: 'members of groups',
    text: `SELECT group_id AS "group", member AS id, type, display FROM ${membersTable}
      WHERE group_id = ANY ($1) AND NOT departed ORDER BY group_id, member LIMIT ${mostMembersAnAnswer + 1}`,
    values: [groupIds],
  });
  return Map.groupBy(rows, ({ group }) => group);
}

type Relations = Pick<DirectoryResource, 'groups' | 'members'>;

@QueryHandler(ReadRelations)
export class ReadRelationsHandler implements IQueryHandler<ReadRelations> {
  /** Answers to writes come in batches, and so does what they ask for. */
  private readonly groups: InSets<ReadRelations, readonly Membership[]>;

  constructor(
    @Inject(poolToken('scim-ingress')) private readonly pool: Pool,
    @Inject(readsToken('scim-ingress')) private readonly reads: SharedReads,
  ) {
    this.groups = new InSets((asked) => this.groupsOfAll(asked));
  }

  async execute(query: ReadRelations): Promise<Relations> {
    const { id, wanted } = query;
    const [groups, members] = await Promise.all([
      wanted.groups ? this.groups.ask(query) : undefined,
      wanted.members ? readMembers(this.pool, [id]) : undefined,
    ]);
    return { groups, members: members && (members.get(id) ?? []) };
  }

  private async groupsOfAll(asked: readonly ReadRelations[]): Promise<(readonly Membership[])[]> {
    const { rows } = await this.reads.query<{ groups: Membership[] | null }>({
      name: 'groups of resources',
      text: `SELECT ${groupsOf('asked.id', 'asked.of')} AS groups
        FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (id, of, place) ORDER BY place`,
      values: [asked.map(({ id }) => id), asked.map(({ jobId }) => jobId)],
    });
    return rows.map(({ groups }) => groups ?? []);
  }
}
