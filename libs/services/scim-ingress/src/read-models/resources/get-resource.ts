import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { inTransaction, type SharedReads, together } from '@waybill/event-log';
import { poolToken, readsToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import {
  type DirectoryResource,
  directoryResource,
  GetResource,
  type Membership,
} from '../../domain/resources/directory-resource';
import { streamOf } from '../../domain/resources/family';
import type { ResourceState } from '../../domain/resources/resource-state';
import { groupsOf, readMembers } from '../members/read-relations';

interface Row {
  readonly state: ResourceState;
  readonly groups: Membership[] | null;
}

@QueryHandler(GetResource)
export class GetResourceHandler implements IQueryHandler<GetResource> {
  constructor(
    @Inject(poolToken('scim-ingress')) private readonly pool: Pool,
    @Inject(readsToken('scim-ingress')) private readonly reads: SharedReads,
  ) {}

  async execute(query: GetResource): Promise<DirectoryResource | undefined> {
    return query.wanted.members ? this.withMembers(query) : this.alone(query);
  }

  private async alone(query: GetResource): Promise<DirectoryResource | undefined> {
    const { rows } = await this.reads.query<Row>(stateOf(query));
    return rows.map((row) => told(query, row))[0];
  }

  /** The group and its members are of one moment: its version says so. */
  private async withMembers(query: GetResource): Promise<DirectoryResource | undefined> {
    const client = await this.pool.connect();
    try {
      return await inTransaction(client, async () => {
        const [, { rows }, members] = await together(client, () => [
          client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY'),
          client.query<Row>(stateOf(query)),
          readMembers(client, [query.id]),
        ]);
        const found = rows.map((row) => told(query, row))[0];
        return found && { ...found, members: members.get(query.id) ?? [] };
      });
    } finally {
      client.release();
    }
  }
}

function stateOf({ jobId, type, id, wanted }: GetResource) {
  const groups = wanted.groups ? `, ${groupsOf('$2', '$3')} AS groups` : '';
  return {
    name: wanted.groups ? 'get resource and its groups' : 'get resource',
    text: `SELECT state${groups} FROM stream_state WHERE stream = $1`,
    values: [streamOf(type.name, id), ...(wanted.groups ? [id, jobId] : [])],
  };
}

function told(query: GetResource, { state, groups }: Row): DirectoryResource | undefined {
  const found = directoryResource(query, state);
  return found && (query.wanted.groups ? { ...found, groups: groups ?? [] } : found);
}
