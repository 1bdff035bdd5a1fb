import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { commandsOf } from '@waybill/event-log';
import { parseRequest, RequireRole } from '@waybill/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { JobReads } from '../domain/connected-job';
import { reconciliation, type ReconciliationRun, Reconciliations } from '../domain/reconciliation';
import { askedBy } from './asked-by';
import { knownJob } from './known-connection';
import { listPage, pageIn, pageQuery } from './list-pages';

/** Changes how often a job is compared with Samanage. */
export const DecideReconciliation = commandsOf(reconciliation);

const jobPath = z.object({ jobId: z.uuid() });
const runPath = jobPath.extend({ runId: z.uuid().toLowerCase() });
const runBody = z.strictObject({ repair: z.boolean().default(false) });
const policyBody = z.strictObject({ everyHours: z.int().min(1).max(720).nullable(), repair: z.boolean() });

/** Compares Samanage with what was applied there last, shows who is right, and repairs what the directory is right about. */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId/reconciliations')
export class ReconciliationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly jobs: JobReads,
    private readonly reads: Reconciliations,
  ) {}

  /** Asks for a run, which the job's writer carries out; refused while one waits or runs. */
  @Post()
  @HttpCode(202)
  async ask(
    @Param() given: unknown,
    @Body() content: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReconciliationRun> {
    const jobId = await this.jobIn(given);
    const { repair } = parseRequest(runBody, content ?? {});
    const { run, isNew } = await this.reads.ask(jobId, { repair, askedBy: askedBy(request).by });
    if (!isNew) throw underWay(run);
    void reply.header('Location', `/v1.0/waybill/jobs/${jobId}/reconciliations/${run.id}`);
    return run;
  }

  /** The last 50 runs, the newest first. */
  @Get()
  async list(@Param() given: unknown): Promise<object> {
    return { value: await this.reads.runs(await this.jobIn(given)) };
  }

  /** Whether the job is compared by itself. */
  @Get('policy')
  async policy(@Param() given: unknown): Promise<object> {
    return this.reads.policy(await this.jobIn(given));
  }

  /** Has the job compared every so many hours from now on, or after its last run; `everyHours` null never. */
  @Put('policy')
  async setPolicy(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<object> {
    const jobId = await this.jobIn(given);
    const policy = parseRequest(policyBody, content);
    const { metadata, by, now } = askedBy(request);
    await this.commands.execute(new DecideReconciliation({ type: 'set-policy', jobId, ...policy, by, now }, metadata));
    return policy;
  }

  @Get(':runId')
  async show(@Param() given: unknown): Promise<ReconciliationRun> {
    return (await this.runIn(given)).run;
  }

  /**
   * What a run has found, page by page; while it runs, so far. What Samanage is right about is told once. `repaired` says
   * that a change was opened: what became of that, the provisioning log tells.
   */
  @Get(':runId/differences')
  async differences(@Param() given: unknown, @Query() query: unknown): Promise<object> {
    const { jobId, run } = await this.runIn(given);
    const asked = parseRequest(pageQuery, query);
    const found = await this.reads.differences(run.id, pageIn(asked));
    const path = `/v1.0/waybill/jobs/${jobId}/reconciliations/${run.id}/differences`;
    return listPage({ path, value: found, tokenOf: ({ id }) => id }, asked);
  }

  private async jobIn(given: unknown): Promise<string> {
    return (await knownJob(this.jobs, parseRequest(jobPath, given).jobId)).jobId;
  }

  private async runIn(given: unknown): Promise<{ readonly jobId: string; readonly run: ReconciliationRun }> {
    const { runId } = parseRequest(runPath, given);
    const jobId = await this.jobIn(given);
    const run = await this.reads.run(jobId, runId);
    if (run) return { jobId, run };
    const message = `job ${jobId} has no reconciliation ${runId}`;
    throw new DomainError('not-found', 'samanage-connector.reconciliation-unknown', message);
  }
}

function underWay({ id, state }: ReconciliationRun): DomainError {
  const how = state === 'Waiting' ? 'is waiting' : 'is running';
  const message = `Reconciliation ${id} of this job ${how}: ask again when it has ended.`;
  return new DomainError('conflict', 'samanage-connector.reconciliation-under-way', message);
}
