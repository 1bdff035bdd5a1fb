import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { commandsOf, type Decided, type LoggedEvent, newId } from '@waybill/event-log';
import { LOGGER } from '@waybill/runtime';
import { parseResource, readPatch } from '@waybill/scim';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { type DirectoryResource, ReadRelations } from '../domain/resources/directory-resource';
import { type Family, familyOf } from '../domain/resources/family';
import type { ResourceCommand } from '../domain/resources/resource-command';
import { group, ownResource, user } from '../domain/resources/resource-decider';
import type { ResourceState } from '../domain/resources/resource-state';
import { notFound } from '../domain/resources/write-resource';
import { type Asked, ownId, projectionFor, wantedBy } from './asked';
import { assertReadable } from './body-limits';

export const DecideUser = commandsOf(user);
export const DecideGroup = commandsOf(group);
export const DecideOwnResource = commandsOf(ownResource);

const deciding = { user: DecideUser, group: DecideGroup, resource: DecideOwnResource } satisfies Record<
  Family,
  unknown
>;

/** W3C Trace Context §3.2. */
const traceContext = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** What a write needs to know of its request. */
export type Writing = Pick<Asked, 'jobId' | 'endpoint' | 'type' | 'query' | 'request'> & {
  readonly ifMatch: readonly string[] | '*' | null;
};

/** A resource after a write, and the paths that the write set. */
export interface Written {
  readonly found: DirectoryResource;
  readonly changedPaths: readonly string[];
  /** It was made by this write, and so nobody can have put it into a group. */
  readonly isNew: boolean;
}

/** Writes resources: reads bodies, submits commands, and tells what was written (RFC 7644 §3.3 to §3.6). */
@Injectable()
export class ResourceWrites {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws ScimError, ScimRefusal as scim.md §2.10 has it; then nothing was written */
  create(writing: Writing, body: unknown, id: string = uuidv7()): Promise<Written> {
    const { resource, members = [] } = this.parsed(writing, body);
    return this.decide(writing, id, { type: 'create-resource', resource, members });
  }

  replace(writing: Writing, id: string, body: unknown): Promise<Written> {
    const { resource, members = [] } = this.parsed(writing, body);
    return this.decide(writing, id, { type: 'replace-resource', resource, members });
  }

  patch(writing: Writing, id: string, body: unknown): Promise<Written> {
    assertReadable(body);
    const patch = readPatch(writing.type, body, writing.endpoint.leniency);
    this.noteIgnored(writing, patch.unknown);
    return this.decide(writing, id, { type: 'patch-resource', patch });
  }

  async delete(writing: Writing, id: string): Promise<void> {
    await this.submit(writing, id, { type: 'delete-resource' });
  }

  /** The same resource with what it has besides, where the answer shows that. */
  async withRelations(asked: Writing, { found, changedPaths, isNew }: Written): Promise<DirectoryResource> {
    const shown = wantedBy(asked.type, projectionFor(asked, changedPaths));
    const wanted = { ...shown, groups: shown.groups && !isNew };
    if (!wanted.groups && !wanted.members) return found;
    const read = new ReadRelations(asked.jobId, found.id, wanted);
    return { ...found, ...(await this.queries.execute<ReadRelations, Partial<DirectoryResource>>(read)) };
  }

  private parsed(writing: Writing, body: unknown) {
    assertReadable(body);
    const parsed = parseResource(writing.type, body, writing.endpoint.leniency);
    this.noteIgnored(writing, parsed.unknown);
    return parsed;
  }

  /** An admin who maps an attribute that no schema knows finds out why it never arrives. */
  private noteIgnored({ jobId, request }: Writing, unknown: readonly string[]): void {
    if (unknown.length === 0) return;
    const ignored = unknown.slice(0, 10).map((path) => path.slice(0, 100));
    this.logger.info(
      { requestId: request.id, jobId, ignored },
      'attributes that no schema of the job knows were ignored',
    );
  }

  private async decide(writing: Writing, id: string, what: What): Promise<Written> {
    const { state, events } = await this.submit(writing, id, what);
    const { resource, created, lastModified, version } = state;
    const found = {
      id: idIn(writing, id),
      type: writing.type,
      resource: resource ?? {},
      created,
      lastModified,
      version,
    };
    return { found, changedPaths: pathsIn(events), isNew: what.type === 'create-resource' };
  }

  private submit(writing: Writing, id: string, what: What): Promise<Decided<ResourceState>> {
    const { jobId, type: resourceType, endpoint, request, ifMatch } = writing;
    const about = { jobId, id: idIn(writing, id), resourceType, leniency: endpoint.leniency, ifMatch };
    const now = new Date().toISOString();
    const changeId = newId();
    const membersChangeId = resourceType.apart === null ? changeId : newId();
    const command = { ...about, changeId, membersChangeId, now, ...what } as ResourceCommand;
    const Decide = deciding[familyOf(resourceType.name)];
    return this.commands.execute(new Decide(command, metadataOf(request)));
  }
}

type DistributiveOmit<T, Members extends string> = T extends unknown ? Omit<T, Members> : never;

/** What a command says beyond what every write says. */
type What = DistributiveOmit<
  ResourceCommand,
  'jobId' | 'id' | 'resourceType' | 'leniency' | 'changeId' | 'membersChangeId' | 'now' | 'ifMatch'
>;

/** Ids are ours; whatever has another form is nobody's. */
function idIn({ type }: Writing, id: string): string {
  const own = ownId(id);
  if (own === undefined) throw notFound(type.name, id);
  return own;
}

function metadataOf({ id: correlationId, headers: { traceparent } }: FastifyRequest) {
  const trace = typeof traceparent === 'string' && traceContext.test(traceparent) ? { traceparent } : {};
  return { correlationId, actor: 'azure-ad', ...trace };
}

const pathsIn = (events: readonly LoggedEvent[]): string[] =>
  events.flatMap(({ data }) => (data as { changedPaths?: string[] }).changedPaths ?? []);
