import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query, Req, Res, UseGuards } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { commandsOf, type Decided } from '@waybill/event-log';
import { JobTokenRoute, sendBody } from '@waybill/runtime';
import {
  badRequest,
  equalityTerms,
  listResponse,
  parseFilter,
  parsePaging,
  parseResource,
  type Projection,
  renderResource,
  userType,
} from '@waybill/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import {
  type DirectoryUser,
  type DirectoryUserPage,
  FindDirectoryUsers,
  GetDirectoryUser,
} from '../domain/directory-user';
import { notFound, user, type UserCommand, type UserState } from '../domain/user';
import { JobTokenGuard } from './job-token.guard';
import { scimMediaType } from './scim-errors';
import { baseUrlOf } from './base-url';

export const DecideUser = commandsOf(user);

/** Users in one page. */
const largestPage = 200;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Write = { jobId: string; userId: string; changeId: string; now: string };
type ListQuery = Projection & { filter?: string; startIndex?: string; count?: string };

/** `/Users` of a job's SCIM endpoint (RFC 7644 §3; what Azure AD sends: scim.md §1.3). */
@JobTokenRoute()
@UseGuards(JobTokenGuard)
@Controller('scim/:jobId/v2/Users')
export class UsersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  async create(
    @Param('jobId') jobId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { resource } = parseResource(userType, body);
    const decided = await this.decide(request, { ...write(jobId, uuidv7()), type: 'create-user', resource });
    answer(reply, 201, request, { jobId, user: toUser(decided), projection: projectionOf(request) });
  }

  @Get()
  async list(
    @Param('jobId') jobId: string,
    @Query() { filter, startIndex, count, ...projection }: ListQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const paging = parsePaging({ startIndex, count }, largestPage);
    const query = new FindDirectoryUsers(jobId, termsOf(filter), paging);
    const { users, total } = await this.queries.execute<FindDirectoryUsers, DirectoryUserPage>(query);
    const resources = users.map((each) => render(each, request, jobId, projection));
    const { startIndex: first } = paging;
    send(reply, 200, listResponse(resources, { totalResults: total, startIndex: first }));
  }

  @Get(':id')
  async get(
    @Param() { jobId, id }: { jobId: string; id: string },
    @Query() projection: Projection,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const query = new GetDirectoryUser(jobId, known(id));
    const found = await this.queries.execute<GetDirectoryUser, DirectoryUser | undefined>(query);
    if (!found) throw notFound(id);
    answer(reply, 200, request, { jobId, user: found, projection });
  }

  @Put(':id')
  async replace(
    @Param() { jobId, id }: { jobId: string; id: string },
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { resource } = parseResource(userType, body);
    const decided = await this.decide(request, { ...write(jobId, known(id)), type: 'replace-user', resource });
    answer(reply, 200, request, { jobId, user: toUser(decided), projection: projectionOf(request) });
  }

  @Patch(':id')
  async patch(
    @Param() { jobId, id }: { jobId: string; id: string },
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const decided = await this.decide(request, { ...write(jobId, known(id)), type: 'patch-user', body });
    answer(reply, 200, request, { jobId, user: toUser(decided), projection: projectionOf(request) });
  }

  @Delete(':id')
  async delete(
    @Param() { jobId, id }: { jobId: string; id: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.decide(request, { ...write(jobId, known(id)), type: 'delete-user' });
    void reply.status(204).send();
  }

  private decide({ id: correlationId, headers }: FastifyRequest, command: UserCommand): Promise<Decided<UserState>> {
    const { traceparent } = headers;
    const trace = typeof traceparent === 'string' ? { traceparent } : {};
    return this.commands.execute(new DecideUser(command, { correlationId, actor: 'azure-ad', ...trace }));
  }
}

const write = (jobId: string, userId: string): Write => ({
  jobId,
  userId,
  changeId: uuidv7(),
  now: new Date().toISOString(),
});

/** Ids are ours; whatever has another form is nobody's. */
function known(id: string): string {
  if (!uuid.test(id)) throw notFound(id.slice(0, 100));
  return id.toLowerCase();
}

function termsOf(filter: string | undefined) {
  if (filter === undefined || filter === '') return [];
  const terms = equalityTerms(userType, parseFilter(filter));
  if (!terms) throw badRequest('invalidFilter', 'A filter takes known attributes with "eq", joined by "and".');
  return terms;
}

const toUser = ({ stream, version, state }: Decided<UserState>): DirectoryUser => ({
  id: stream.slice('user-'.length),
  version,
  resource: state.resource ?? {},
  created: state.created,
  lastModified: state.lastModified,
});

const projectionOf = ({ query }: FastifyRequest): Projection => query ?? {};

interface Shown {
  readonly jobId: string;
  readonly user: DirectoryUser;
  readonly projection: Projection;
}

function render(
  { id, resource, created, lastModified, version }: DirectoryUser,
  request: FastifyRequest,
  jobId: string,
  { attributes, excludedAttributes }: Projection,
): Record<string, unknown> {
  const location = `${baseUrlOf(request)}/scim/${jobId}/v2/Users/${id}`;
  const meta = { id, created, lastModified, version: `W/"${version}"`, location };
  return renderResource(userType, resource, meta, { attributes, excludedAttributes });
}

function answer(reply: FastifyReply, status: 200 | 201, request: FastifyRequest, shown: Shown): void {
  const body = render(shown.user, request, shown.jobId, shown.projection);
  const { location, version } = body.meta as { location: string; version: string };
  void reply.header('Location', location).header('ETag', version);
  send(reply, status, body);
}

const send = (reply: FastifyReply, status: number, body: unknown): void =>
  sendBody(reply.status(status), body, scimMediaType);
