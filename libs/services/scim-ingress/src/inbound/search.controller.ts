import { All, Body, Controller, Get, HttpCode, Param, Req, Res, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { JobTokenRoute, sendBody } from '@waybill/runtime';
import { badRequest, listResponse, parsePaging } from '@waybill/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FindJobEndpoint, type JobEndpoint } from '../domain/endpoint/job-endpoint';
import { largestPage } from '../domain/resources/directory-resource';
import { type Asked, projectionFor, type ScimQuery, scimQueryOf, typeAt } from './asked';
import { JobTokenGuard } from './job-token.guard';
import { assertMethod } from './methods';
import { assertWhole, render } from './resource-answers';
import { ResourceLists } from './resource-lists';
import { scimMediaType } from './scim-errors';
import { searchQueryOf } from './search-request';

type Path = { readonly jobId: string; readonly endpoint: string };

/** Lists whose parameters are in a body, and lists over all resource types (RFC 7644 §3.4.2.1, §3.4.3). */
@JobTokenRoute()
@UseGuards(JobTokenGuard)
@Controller('scim/:jobId/v2')
export class SearchController {
  constructor(
    private readonly queries: QueryBus,
    private readonly lists: ResourceLists,
  ) {}

  @All(':endpoint/.search')
  @HttpCode(200)
  async search(
    @Param() { jobId, endpoint: path }: Path,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMethod(request, 'POST');
    const endpoint = await this.endpoint(jobId);
    const type = typeAt(endpoint, path);
    await this.lists.answer({ jobId, endpoint, type, query: searchQueryOf(body), request, reply });
  }

  @All('.search')
  @HttpCode(200)
  async searchAll(
    @Param() { jobId }: Path,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMethod(request, 'POST');
    await this.answerAll({ jobId, query: searchQueryOf(body), request, reply });
  }

  @Get()
  async listAll(@Param() { jobId }: Path, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.answerAll({ jobId, query: scimQueryOf(request), request, reply });
  }

  /** One type after another, each in its own order: so every resource has its place in the whole. */
  private async answerAll(asked: Pick<Asked, 'jobId' | 'query' | 'request' | 'reply'>): Promise<void> {
    assertByIndex(asked.query);
    const endpoint = await this.endpoint(asked.jobId);
    const { startIndex, count } = parsePaging(asked.query, largestPage);
    const resources: Record<string, unknown>[] = [];
    let totalResults = 0;
    for (const type of endpoint.types) {
      const ofType = { ...asked, endpoint, type };
      const from = Math.max(1, startIndex - totalResults);
      const page = await this.lists.find(ofType, { by: 'index', startIndex: from, count: count - resources.length });
      assertWhole(page.resources);
      const projection = projectionFor(ofType);
      resources.push(...page.resources.map((found) => render(ofType, found, projection)));
      totalResults += page.total;
    }
    sendBody(asked.reply.status(200), listResponse(resources, { totalResults, startIndex }), scimMediaType);
  }

  private endpoint(jobId: string): Promise<JobEndpoint> {
    return this.queries.execute<FindJobEndpoint, JobEndpoint>(new FindJobEndpoint(jobId));
  }
}

function assertByIndex({ cursor, sortBy = '' }: ScimQuery): void {
  if (cursor !== undefined) throw badRequest('invalidCursor', 'A list over all types is paged by "startIndex".');
  if (sortBy !== '') throw badRequest('invalidPath', 'A list over all types cannot be sorted; ask for one type.');
}
