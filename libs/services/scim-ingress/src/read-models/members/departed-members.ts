import type { Sql } from '@waybill/event-log';
import type { Departed } from '../../domain/resources/departed';
import { membersTable } from './group-members';

/** Members of one group that are told of at once. */
const mostMembers = 1_000;

/** The groups that have departed members, up to `limit` of them. */
export async function departedMembers(sql: Sql, limit: number): Promise<Departed[]> {
  const { rows } = await sql.query<Departed>({
    name: 'departed members',
    text: `SELECT job, group_id AS "groupId", (array_agg(member))[1:${mostMembers}] AS members
      FROM ${membersTable} WHERE departed GROUP BY job, group_id LIMIT $1`,
    values: [limit],
  });
  return rows;
}
