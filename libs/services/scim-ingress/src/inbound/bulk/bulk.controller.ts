import { Body, Controller, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { JobTokenRoute, sendBody } from '@waybill/runtime';
import { type BulkOperation, parseBulkRequest } from '@waybill/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FindJobEndpoint, type JobEndpoint } from '../../domain/endpoint/job-endpoint';
import { assertReadable } from '../body-limits';
import { JobTokenGuard } from '../job-token.guard';
import { RefusalRecorder } from '../refusals';
import { etagOf, jobBaseOf } from '../resource-answers';
import { ResourceWrites } from '../resource-writes';
import { scimMediaType, tellInScim } from '../scim-errors';
import { mostBulkOperations } from './bulk-limits';
import { type BulkOutcome, BulkRun } from './bulk-run';

/** Many writes with one request (RFC 7644 §3.7). */
@JobTokenRoute()
@UseGuards(JobTokenGuard)
@Controller('scim/:jobId/v2/Bulk')
export class BulkController {
  constructor(
    private readonly queries: QueryBus,
    private readonly writes: ResourceWrites,
    private readonly refusals: RefusalRecorder,
  ) {}

  @Post()
  @HttpCode(200)
  async run(
    @Param('jobId') jobId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertReadable(body);
    const bulk = parseBulkRequest(body, mostBulkOperations);
    const endpoint = await this.queries.execute<FindJobEndpoint, JobEndpoint>(new FindJobEndpoint(jobId));
    const run = new BulkRun(bulk, { jobId, endpoint, request }, this.writes);
    await run.run();
    const base = jobBaseOf({ jobId, request });
    const Operations = bulk.operations.flatMap((operation, index) => {
      const outcome = run.outcomes.get(index);
      return outcome ? [this.entry(operation, outcome, base, request)] : [];
    });
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'];
    sendBody(reply.status(200), { schemas, Operations }, scimMediaType);
  }

  private entry(operation: BulkOperation, outcome: BulkOutcome, base: string, request: FastifyRequest): object {
    const { method, bulkId, path } = operation;
    const about = { method, ...(bulkId === undefined ? {} : { bulkId }) };
    // An operation on what is there tells where that is, whatever became of it.
    const location = method === 'POST' ? {} : { location: base + path };
    if (outcome.status === 'failed') {
      const told = tellInScim(outcome.error);
      this.refusals.observe(told, request);
      return { ...about, ...location, status: String(told.status), response: told.body };
    }
    const { found, status } = outcome;
    const made = found ? { location: `${base}${found.type.endpoint}/${found.id}`, version: etagOf(found) } : location;
    return { ...about, ...made, status: String(status) };
  }
}
