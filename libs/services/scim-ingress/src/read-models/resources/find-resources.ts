import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { SharedReads, Sql } from '@waybill/event-log';
import { poolToken, readsToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import {
  type DirectoryResource,
  directoryResource,
  FindResources,
  largestPage,
  type Membership,
  type ResourcePage,
} from '../../domain/resources/directory-resource';
import type { ResourceState } from '../../domain/resources/resource-state';
import { readMembers } from '../members/read-relations';
import { type Selection, selectionOf, type Statement } from './selection';
import { scan } from './scan';

interface Row {
  readonly id: string;
  readonly state: ResourceState;
  readonly groups?: Membership[] | null;
}

@QueryHandler(FindResources)
export class FindResourcesHandler implements IQueryHandler<FindResources> {
  constructor(
    @Inject(poolToken('scim-ingress')) private readonly pool: Pool,
    @Inject(readsToken('scim-ingress')) private readonly reads: SharedReads,
  ) {}

  /** @throws ScimError `tooMany` for a filter that no index helps with, and that takes too long */
  async execute(query: FindResources): Promise<ResourcePage> {
    const { startIndex, count } = query.paging;
    const selection = selectionOf(query);
    const statement = startIndex === 1 ? selection.firstPage() : selection.page(startIndex - 1, count);
    const rows = count === 0 ? [] : await this.ask<Row>(selection, statement);
    const isWhole = startIndex === 1 && count > 0 && rows.length < largestPage;
    const total = isWhole ? rows.length : await this.total(selection);
    return { resources: await this.withMembers(query, rows.slice(0, count)), total };
  }

  private async total(selection: Selection): Promise<number> {
    const [row] = await this.ask<{ total: number }>(selection, selection.total());
    return row?.total ?? 0;
  }

  /** What is found at once shares a connection; what may take long has one for itself, and an end. */
  private async ask<Asked extends object>({ way }: Selection, statement: Statement): Promise<Asked[]> {
    if (way === 'scan') return scan<Asked>(this.pool, statement);
    const sql: Sql = way === 'lookup' ? this.reads : this.pool;
    return (await sql.query<Asked>(statement)).rows;
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
