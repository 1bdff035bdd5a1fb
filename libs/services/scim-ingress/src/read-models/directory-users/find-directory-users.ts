import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { badRequest, enterpriseUserSchema, foldCase } from '@waybill/scim';
import { poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import {
  type DirectoryUser,
  type DirectoryUserPage,
  FindDirectoryUsers,
  GetDirectoryUser,
  type UserTerm,
} from '../../domain/directory-user';
import { directoryUsersTable } from './directory-users';

interface Row {
  id: string;
  resource: DirectoryUser['resource'];
  created: Date;
  last_modified: Date;
  version: number;
}

const columns = 'id, resource, created, last_modified, version';

const toUser = ({ id, resource, created, last_modified, version }: Row): DirectoryUser => ({
  id,
  resource,
  created: created.toISOString(),
  lastModified: last_modified.toISOString(),
  version,
});

@QueryHandler(GetDirectoryUser)
export class GetDirectoryUserHandler implements IQueryHandler<GetDirectoryUser> {
  constructor(@Inject(poolToken('scim-ingress')) private readonly pool: Pool) {}

  async execute({ jobId, userId }: GetDirectoryUser): Promise<DirectoryUser | undefined> {
    const { rows } = await this.pool.query<Row>({
      name: 'get user',
      text: `SELECT ${columns} FROM ${directoryUsersTable} WHERE id = $2 AND job = $1`,
      values: [jobId, userId],
    });
    return rows.map(toUser)[0];
  }
}

/** What users can be looked up by, each with an index; `id` is matched as text, so that any literal may be asked for. */
const searchable: Readonly<Record<string, { column: string; fold: boolean }>> = {
  userName: { column: 'user_name', fold: true },
  externalId: { column: 'external_id', fold: false },
  id: { column: 'id', fold: false },
  [`${enterpriseUserSchema.id}:manager.value`]: { column: 'manager', fold: false },
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

@QueryHandler(FindDirectoryUsers)
export class FindDirectoryUsersHandler implements IQueryHandler<FindDirectoryUsers> {
  constructor(@Inject(poolToken('scim-ingress')) private readonly pool: Pool) {}

  /** @throws ScimError `invalidFilter` for an attribute that has no index */
  async execute({ jobId, terms, paging }: FindDirectoryUsers): Promise<DirectoryUserPage> {
    const columnsAsked = terms.map(columnOf);
    const conditions = columnsAsked.map((column, index) => `AND ${column} = $${index + 2}`).join(' ');
    const values = [jobId, ...terms.map(comparedValue)];
    if (terms.some(isNobodys)) return { users: [], total: 0 };
    const { startIndex, count } = paging;
    const where = `FROM ${directoryUsersTable} WHERE job = $1 ${conditions}`;
    const { rows } = await this.pool.query<Row>({
      // Prepared for the combinations that are asked for again and again; a name has 63 characters at most.
      ...(columnsAsked.length <= 2 ? { name: `find users by ${columnsAsked.join(' and ')}` } : {}),
      text: `SELECT ${columns} ${where} ORDER BY created, id OFFSET $${values.length + 1} LIMIT $${values.length + 2}`,
      values: [...values, startIndex - 1, count],
    });
    const isWhole = startIndex === 1 && rows.length < count;
    const total = isWhole ? rows.length : await this.count(where, values);
    return { users: rows.map(toUser), total };
  }

  private async count(where: string, values: unknown[]): Promise<number> {
    const { rows } = await this.pool.query<{ total: number }>(`SELECT count(*) AS total ${where}`, values);
    return rows[0]?.total ?? 0;
  }
}

/** No user has an id that is none, or a NUL in any value; the database would not even take the question. */
const isNobodys = ({ path, value }: UserTerm): boolean => (path === 'id' ? !uuid.test(value) : value.includes('\0'));

function columnOf({ path }: UserTerm): string {
  const found = searchable[path];
  if (found) return found.column;
  const names = Object.keys(searchable).join(', ');
  throw badRequest('invalidFilter', `A filter on "${path}" is not supported; these are: ${names}, joined by "and".`);
}

const comparedValue = ({ path, value }: UserTerm): string => (searchable[path]?.fold ? foldCase(value) : value);
