import type { Sql } from '@waybill/event-log';
import type { ConnectorPage, LinkEntry, LinksQuery, SubjectType } from '../../domain/connector-reads';
import type { Subject } from '../../domain/open-changes';
import { accountLinksTable } from '../account-links/account-links';
import { groupsTable } from '../groups/groups';
import { containsFolded } from './folded';

/** The links of both kinds of subjects under the same names, as far as they hold. */
const linked: Readonly<Record<SubjectType, string>> = {
  User: `SELECT user_id AS "directoryId", 'User' AS type, samanage_id AS "samanageId", applied->>'name' AS name,
      applied->>'email' AS email, coalesce(nullif(applied, 'null'), '{}') AS applied, refused, waits_for AS "waitsFor"
    FROM ${accountLinksTable} WHERE job = $1 AND samanage_id IS NOT NULL`,
  Group: `SELECT group_id, 'Group', samanage_id, applied->>'name', NULL, coalesce(nullif(applied, 'null'), '{}'), refused,
      NULL::uuid
    FROM ${groupsTable} WHERE job = $1 AND samanage_id IS NOT NULL`,
};

const tables: Readonly<Record<SubjectType, string>> = { User: accountLinksTable, Group: groupsTable };
const idColumns: Readonly<Record<SubjectType, string>> = { User: 'user_id', Group: 'group_id' };

const found = (type: SubjectType): string => `($4::text IS NULL OR ${idColumns[type]}::text = lower($4)
  OR samanage_id = $5::bigint OR ${containsFolded(`applied->>'name'`, '$4')} OR ${containsFolded(`applied->>'email'`, '$4')})`;

const page = (type: SubjectType): string => `(${linked[type]} AND ($6::text IS NULL OR $6 = '${type}')
  AND ($2::uuid IS NULL OR ${idColumns[type]} > $2) AND ${found(type)} ORDER BY ${idColumns[type]} LIMIT $3)`;

/** The links of a job in the order of the directory ids, after one of them. */
export async function linksOfJob(
  sql: Sql,
  job: string,
  { search, type }: LinksQuery,
  { after, limit }: ConnectorPage,
): Promise<LinkEntry[]> {
  const { rows } = await sql.query<LinkEntry>({
    name: 'links of job',
    text: `${page('User')} UNION ALL ${page('Group')} ORDER BY "directoryId" LIMIT $3`,
    values: [job, after, limit, search, samanageIdIn(search), type],
  });
  return rows;
}

/** Longer numbers are no ids. */
const samanageIdIn = (search: string | null): string | null =>
  search !== null && /^\d{1,15}$/.test(search) ? search : null;

/** The link of one subject of a job. */
export async function linkOf(sql: Sql, job: string, directoryId: string): Promise<LinkEntry | undefined> {
  const { rows } = await sql.query<LinkEntry>({
    name: 'link of subject',
    text: `${linked.User} AND user_id = $2 UNION ALL ${linked.Group} AND group_id = $2`,
    values: [job, directoryId],
  });
  return rows[0];
}

/** A subject that the log knows: a group with a desired state, or a user of whom anything was ever said. */
export async function subjectOfJob(sql: Sql, job: string, subjectId: string): Promise<Subject | undefined> {
  const { rows } = await sql.query<Pick<Subject, 'subjectType'>>({
    name: 'subject of job',
    text: `SELECT 'Group' AS "subjectType" FROM ${groupsTable} WHERE job = $1 AND group_id = $2
      UNION ALL (SELECT 'User' FROM event_log WHERE stream = 'account-' || $2::uuid AND job = $1 LIMIT 1)`,
    values: [job, subjectId],
  });
  return rows[0] && { subjectId, ...rows[0] };
}

/** The subjects of a job that an account or group is linked to. */
export async function subjectsLinkedTo(
  sql: Sql,
  job: string,
  { type, samanageId }: Pick<LinkEntry, 'type' | 'samanageId'>,
): Promise<string[]> {
  const { rows } = await sql.query<Pick<LinkEntry, 'directoryId'>>({
    name: `${type} linked to`,
    text: `SELECT ${idColumns[type]} AS "directoryId" FROM ${tables[type]} WHERE job = $1 AND samanage_id = $2`,
    values: [job, samanageId],
  });
  return rows.map(({ directoryId }) => directoryId);
}
