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
  type ListAsked,
  type Membership,
  type PageAsked,
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
  /** The value that the list is sorted by. */
  readonly sorted?: string | null;
}

@QueryHandler(FindResources)
export class FindResourcesHandler implements IQueryHandler<FindResources> {
  constructor(
    @Inject(poolToken('scim-ingress')) private readonly pool: Pool,
    @Inject(readsToken('scim-ingress')) private readonly reads: SharedReads,
  ) {}

  /** @throws ScimError `tooMany` for what no index helps with, and what takes too long */
  async execute({ asked }: FindResources): Promise<ResourcePage> {
    const { page } = asked;
    const selection = selectionOf(asked);
    if (page.by === 'cursor') return this.behind(asked, selection, page);
    const isFirst = page.startIndex === 1;
    const statement = isFirst ? selection.firstPage() : selection.page(page.startIndex - 1, page.count);
    const rows = page.count === 0 ? [] : await this.ask<Row>(selection, statement);
    const isWhole = isFirst && page.count > 0 && rows.length < largestPage;
    const total = isWhole ? rows.length : await this.total(selection);
    return { resources: await this.withMembers(asked, rows.slice(0, page.count)), total, end: null };
  }

  /** One row more than the page has tells whether there is a next one. */
  private async behind(
    asked: ListAsked,
    selection: Selection,
    { behind, count }: Extract<PageAsked, { by: 'cursor' }>,
  ): Promise<ResourcePage> {
    const total = await this.total(selection);
    const rows = await this.ask<Row>(selection, selection.behind(behind, count + 1));
    const resources = await this.withMembers(asked, rows.slice(0, count));
    const last = rows.length > count ? rows[count - 1] : undefined;
    return { resources, total, end: last ? { id: last.id, sorted: last.sorted ?? null } : null };
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

  private async withMembers({ jobId, type, wanted }: ListAsked, rows: readonly Row[]): Promise<DirectoryResource[]> {
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
