import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { JobTokenRoute } from '@waybill/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FindJobEndpoint, type JobEndpoint } from '../domain/endpoint/job-endpoint';
import { type DirectoryResource, GetResource } from '../domain/resources/directory-resource';
import { notFound } from '../domain/resources/write-resource';
import { type Asked, ownId, projectionFor, scimQueryOf, showsPatched, typeAt, wantedBy } from './asked';
import { JobTokenGuard } from './job-token.guard';
import { ifMatchOf, isKnownToClient } from './preconditions';
import { answerResource, etagOf } from './resource-answers';
import { ResourceLists } from './resource-lists';
import { ResourceWrites, type Written } from './resource-writes';

type Path = { jobId: string; endpoint: string; id: string };

/** The resources of a job's SCIM endpoint, of whatever type (RFC 7644 §3; what Azure AD sends: scim.md §1.3). */
@JobTokenRoute()
@UseGuards(JobTokenGuard)
@Controller('scim/:jobId/v2/:endpoint')
export class ResourcesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly writes: ResourceWrites,
    private readonly lists: ResourceLists,
  ) {}

  @Post()
  async create(
    @Param() path: Path,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = await this.asked(path, request, reply);
    await this.answer(asked, 201, await this.writes.create(writing(asked), body));
  }

  @Get()
  async list(@Param() path: Path, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.lists.answer(await this.asked(path, request, reply));
  }

  @Get(':id')
  async get(@Param() path: Path, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = await this.asked(path, request, reply);
    const projection = projectionFor(asked);
    const found = await this.find(asked, path.id, wantedBy(asked.type, projection));
    if (isKnownToClient(request, found.version)) void reply.status(304).header('ETag', etagOf(found)).send();
    else answerResource(asked, 200, found, projection);
  }

  @Put(':id')
  async replace(
    @Param() path: Path,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = await this.asked(path, request, reply);
    await this.answer(asked, 200, await this.writes.replace(writing(asked), path.id, body));
  }

  @Patch(':id')
  async patch(
    @Param() path: Path,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = await this.asked(path, request, reply);
    const written = await this.writes.patch(writing(asked), path.id, body);
    if (showsPatched(asked)) await this.answer(asked, 200, written);
    else void reply.status(204).header('ETag', etagOf(written.found)).send();
  }

  @Delete(':id')
  async delete(@Param() path: Path, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = await this.asked(path, request, reply);
    await this.writes.delete(writing(asked), path.id);
    void reply.status(204).send();
  }

  private async asked({ jobId, endpoint: path }: Path, request: FastifyRequest, reply: FastifyReply): Promise<Asked> {
    const endpoint = await this.queries.execute<FindJobEndpoint, JobEndpoint>(new FindJobEndpoint(jobId));
    return { jobId, endpoint, type: typeAt(endpoint, path), query: scimQueryOf(request), request, reply };
  }

  private async find(asked: Asked, id: string, wanted: GetResource['wanted']): Promise<DirectoryResource> {
    const { jobId, type } = asked;
    const own = ownId(id);
    const query = own === undefined ? undefined : new GetResource(jobId, type, own, wanted);
    const found = query && (await this.queries.execute<GetResource, DirectoryResource | undefined>(query));
    if (!found) throw notFound(type.name, id);
    return found;
  }

  private async answer(asked: Asked, status: 200 | 201, written: Written): Promise<void> {
    const found = await this.writes.withRelations(writing(asked), written);
    answerResource(asked, status, found, projectionFor(asked, written.changedPaths));
  }
}

const writing = (asked: Asked) => ({ ...asked, ifMatch: ifMatchOf(asked.request) });
