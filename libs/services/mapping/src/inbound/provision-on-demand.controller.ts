import { Body, Controller, Get, HttpException, HttpStatus, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { newId } from '@waybill/event-log';
import { parseRequest, RequireRole } from '@waybill/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { MappingReads } from '../domain/mapping-reads';
import type { StoredJob } from '../domain/rules-in-force';
import { askedBy, knownJob } from './known-job';
import { readOnDemandRequest } from './on-demand-request';
import { onDemandResult, toldSteps } from './on-demand-result';
import { OnDemandWaiters } from './on-demand-waiters';
import { OpenOnDemand } from './open-on-demand';

const askPath = z.object({ spId: z.uuid(), jobId: z.uuid() });
const answerPath = z.object({ jobId: z.uuid(), changeId: z.uuid() });
const retryAfterSeconds = '5';

/** Provisions one user, or one group with some or all of its members, now (entra-provisioning.md §2.9). */
@RequireRole('admin')
@Controller('v1.0')
export class ProvisionOnDemandController {
  private readonly opening: OpenOnDemand;

  constructor(
    commands: CommandBus,
    private readonly reads: MappingReads,
    private readonly waiters: OnDemandWaiters,
  ) {
    this.opening = new OpenOnDemand(commands, reads);
  }

  /** Evaluates, passes on, and waits for the outcome; one that takes long is asked for where `Location` says. */
  @Post('servicePrincipals/:spId/synchronization/jobs/:jobId/provisionOnDemand')
  async provision(
    @Param() given: unknown,
    @Body() content: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const job = await this.jobOf(parseRequest(askPath, given));
    this.assertRoom(reply);
    const asked = await readOnDemandRequest(this.reads, job, content);
    const { by } = askedBy(request);
    const requestId = newId();
    const { jobId } = job;
    await this.waiters.whileAsking(requestId, () => this.opening.open({ requestId, jobId, by }, asked));
    return this.tell(job, requestId, reply);
  }

  /** The answer to an earlier request, under the id of its change, once there is one; it is kept for a day. */
  @Get('waybill/jobs/:jobId/onDemand/:changeId')
  async answer(@Param() given: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const { jobId, changeId } = parseRequest(answerPath, given);
    return this.tell(await knownJob(this.reads, jobId), changeId, reply);
  }

  private async tell(job: StoredJob, changeId: string, reply: FastifyReply): Promise<object> {
    const changes = await this.reads.onDemandChanges(job.jobId, changeId);
    if (changes.length === 0) {
      throw new DomainError('not-found', 'mapping.change-unknown', `nobody asked for a change ${changeId} lately`);
    }
    const result = onDemandResult(job, changes);
    void reply.status(result ? HttpStatus.OK : HttpStatus.ACCEPTED);
    if (result) return result;
    const location = `/v1.0/waybill/jobs/${job.jobId}/onDemand/${changeId}`;
    void reply.headers({ Location: location, 'Retry-After': retryAfterSeconds });
    return { changeId, provisioningSteps: toldSteps(changes) };
  }

  private assertRoom(reply: FastifyReply): void {
    if (this.waiters.hasRoom) return;
    void reply.header('Retry-After', retryAfterSeconds);
    throw new HttpException('Too many wait for what they asked for on demand.', HttpStatus.TOO_MANY_REQUESTS);
  }

  private async jobOf({ spId, jobId }: z.infer<typeof askPath>): Promise<StoredJob> {
    const job = await knownJob(this.reads, jobId);
    if (job.servicePrincipalId === spId) return job;
    throw new DomainError('not-found', 'mapping.job-unknown', `the service principal ${spId} has no job ${jobId}`);
  }
}
