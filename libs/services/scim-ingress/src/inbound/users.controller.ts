import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { commandsOf, type Decided } from '@waybill/event-log';
import { JobTokenRoute } from '@waybill/runtime';
import { badRequest, equalityTerms, parseFilter, parsePaging, parseResource, userType } from '@waybill/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import {
  type DirectoryUser,
  type DirectoryUserPage,
  FindDirectoryUsers,
  GetDirectoryUser,
  type UserTerm,
} from '../domain/directory-user';
import { notFound, user, type UserCommand, type UserState } from '../domain/user';
import { assertReadable } from './body-limits';
import { JobTokenGuard } from './job-token.guard';
import { type ListQuery, listQueryOf } from './list-query';
import { answerPage, answerUser, type Asker } from './user-answers';

export const DecideUser = commandsOf(user);

/** Users in one page. */
const largestPage = 200;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** W3C Trace Context §3.2. */
const traceContext = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

type Path = { jobId: string; id: string };

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
    const asker = { jobId, request, reply, projection: listQueryOf(request) };
    const resource = resourceIn(body);
    answerUser(asker, 201, await this.decide(asker, { ...write(jobId, uuidv7()), type: 'create-user', resource }));
  }

  @Get()
  async list(@Param('jobId') jobId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = listQueryOf(request);
    const paging = parsePaging(query, largestPage);
    const find = new FindDirectoryUsers(jobId, termsOf(query), paging);
    const page = await this.queries.execute<FindDirectoryUsers, DirectoryUserPage>(find);
    answerPage({ jobId, request, reply, projection: query }, page, paging.startIndex);
  }

  @Get(':id')
  async get(@Param() { jobId, id }: Path, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const projection = listQueryOf(request);
    const query = new GetDirectoryUser(jobId, known(id));
    const found = await this.queries.execute<GetDirectoryUser, DirectoryUser | undefined>(query);
    if (!found) throw notFound(id);
    answerUser({ jobId, request, reply, projection }, 200, found);
  }

  @Put(':id')
  async replace(
    @Param() { jobId, id }: Path,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asker = { jobId, request, reply, projection: listQueryOf(request) };
    const command = { ...write(jobId, known(id)), type: 'replace-user', resource: resourceIn(body) } as const;
    answerUser(asker, 200, await this.decide(asker, command));
  }

  @Patch(':id')
  async patch(
    @Param() { jobId, id }: Path,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asker = { jobId, request, reply, projection: listQueryOf(request) };
    assertReadable(body);
    answerUser(asker, 200, await this.decide(asker, { ...write(jobId, known(id)), type: 'patch-user', body }));
  }

  @Delete(':id')
  async delete(
    @Param() { jobId, id }: Path,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.decide({ request }, { ...write(jobId, known(id)), type: 'delete-user' });
    void reply.status(204).send();
  }

  private async decide({ request }: Pick<Asker, 'request'>, command: UserCommand): Promise<DirectoryUser> {
    const { id: correlationId, headers } = request;
    const { traceparent = '' } = headers;
    const trace = typeof traceparent === 'string' && traceContext.test(traceparent) ? { traceparent } : {};
    const decide = new DecideUser(command, { correlationId, actor: 'azure-ad', ...trace });
    return toUser(command.userId, await this.commands.execute(decide));
  }
}

const write = (jobId: string, userId: string) => ({
  jobId,
  userId,
  changeId: uuidv7(),
  now: new Date().toISOString(),
});

function resourceIn(body: unknown) {
  assertReadable(body);
  return parseResource(userType, body).resource;
}

/** Ids are ours; whatever has another form is nobody's. */
function known(id: string): string {
  if (!uuid.test(id)) throw notFound(id.slice(0, 100));
  return id.toLowerCase();
}

function termsOf({ filter = '' }: ListQuery): UserTerm[] {
  if (filter === '') return [];
  const terms = equalityTerms(userType, parseFilter(filter));
  if (!terms) throw badRequest('invalidFilter', 'A filter takes known attributes with "eq", joined by "and".');
  return terms.map(({ path, value }) => {
    if (typeof value !== 'string') throw badRequest('invalidFilter', `"${path}" is compared with a text.`);
    return { path, value };
  });
}

const toUser = (id: string, { version, state }: Decided<UserState>): DirectoryUser => ({
  id,
  version,
  resource: state.resource ?? {},
  created: state.created,
  lastModified: state.lastModified,
});
