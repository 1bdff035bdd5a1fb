import { All, Body, Controller, HttpCode, Inject, Param, Req, Res, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { JobTokenRoute, LOGGER, sendBody } from '@waybill/runtime';
import { type BulkOperation, parseBulkRequest } from '@waybill/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { FindJobEndpoint, type JobEndpoint } from '../../domain/endpoint/job-endpoint';
import { assertReadable } from '../body-limits';
import { JobTokenGuard } from '../job-token.guard';
import { assertMethod } from '../methods';
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
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @All()
  @HttpCode(200)
  async run(
    @Param('jobId') jobId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertMethod(request, 'POST');
    assertReadable(body);
    const bulk = parseBulkRequest(body, mostBulkOperations);
    const endpoint = await this.queries.execute<FindJobEndpoint, JobEndpoint>(new FindJobEndpoint(jobId));
    const run = new BulkRun(bulk, { jobId, endpoint, request }, this.writes);
    await run.run();
    const base = jobBaseOf({ jobId, request });
    const Operations = bulk.operations.flatMap((operation, index) => {
      const outcome = run.outcomes.get(index);
      if (!outcome) return [];
      const path = run.paths.get(index);
      const location = path === undefined ? {} : { location: base + path };
      return [{ ...about(operation), ...location, ...this.became(outcome, request) }];
    });
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'];
    sendBody(reply.status(200), { schemas, Operations }, scimMediaType);
  }

  private became(outcome: BulkOutcome, request: FastifyRequest): object {
    if (outcome.status !== 'failed') {
      const { found, status } = outcome;
      return { ...(found ? { version: etagOf(found) } : {}), status: String(status) };
    }
    const told = tellInScim(outcome.error);
    this.refusals.observe(told, request);
    if (told.status === 500) {
      const line = { err: outcome.error, requestId: request.id };
      this.logger.error(line, 'an operation of a bulk request failed unexpectedly');
    }
    return { status: String(told.status), response: told.body };
  }
}

const about = ({ method, bulkId }: BulkOperation): object => ({ method, ...(bulkId === undefined ? {} : { bulkId }) });
