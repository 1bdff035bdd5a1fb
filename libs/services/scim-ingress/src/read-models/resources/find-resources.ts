import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import {
  type DirectoryResource,
  directoryResource,
  FindResources,
  type Membership,
  type ResourcePage,
} from '../../domain/resources/directory-resource';
import type { ResourceState } from '../../domain/resources/resource-state';
import { readMembers } from '../members/read-relations';
import { type Selection, selectionOf } from './selection';
import { scan } from './scan';

interface Row {
  readonly id: string;
  readonly state: ResourceState;
  readonly groups?: Membership[] | null;
}

@QueryHandler(FindResources)
export class FindResourcesHandler implements IQueryHandler<FindResources> {
  constructor(@Inject(poolToken('scim-ingress')) private readonly pool: Pool) {}

  /** @throws ScimError `tooMany` for a filter that no index helps with, and that takes too long */
  async execute(query: FindResources): Promise<ResourcePage> {
    const { startIndex, count } = query.paging;
    const selection = selectionOf(query);
    const rows = count === 0 ? [] : await this.rows(selection.page(startIndex - 1, count), selection);
    const isWhole = startIndex === 1 && rows.length < count;
    const total = isWhole ? rows.length : await this.total(selection);
    return { resources: await this.withMembers(query, rows), total };
  }

  private async rows(statement: ReturnType<Selection['page']>, { isIndexed }: Selection): Promise<Row[]> {
    return isIndexed ? (await this.pool.query<Row>(statement)).rows : scan<Row>(this.pool, statement);
  }

  private async total(selection: Selection): Promise<number> {
    const { text, values } = selection.total();
    const statement = { text, values };
    const rows = selection.isIndexed
      ? (await this.pool.query<{ total: number }>(statement)).rows
      : await scan<{ total: number }>(this.pool, statement);
    return rows[0]?.total ?? 0;
  }

  private async withMembers(query: FindResources, rows: readonly Row[]): Promise<DirectoryResource[]> {
    const { jobId, type, wanted } = query;
    const members = wanted.members
      ? await readMembers(
          this.pool,
          rows.map(({ id }) => id),
        )
      : undefined;
    return rows.flatMap(({ id, state, groups }) => {
      const found = directoryResource({ jobId, type, id }, state);
      return found ? [{ ...found, groups: groups ?? [], members: members && (members.get(id) ?? []) }] : [];
    });
  }
}
