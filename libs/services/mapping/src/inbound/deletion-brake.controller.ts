import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { commandsOf } from '@waybill/event-log';
import { parseRequest, RequireRole } from '@waybill/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { longestWindowHours } from '../domain/deletion-brake';
import { group } from '../domain/group';
import { MappingReads, type StagedChange } from '../domain/mapping-reads';
import type { StoredJob } from '../domain/rules-in-force';
import { subject } from '../domain/subject';
import { compileStored } from './compiled-jobs';
import { DecideJob } from './jobs.controller';
import { askedBy, knownJob } from './known-job';

/** Commands about single users and groups. */
export const DecideSubject = commandsOf(subject);
export const DecideGroup = commandsOf(group);

const path = z.object({ jobId: z.uuid() });
const brakeBody = z.strictObject({
  enabled: z.boolean().optional(),
  count: z.int().min(0).max(10_000_000).optional(),
  percent: z.number().min(0).max(100).nullable().optional(),
  windowHours: z.int().min(1).max(longestWindowHours).optional(),
});
const pageQuery = z.object({
  $top: z.coerce.number().int().min(1).max(1_000).default(100),
  $skiptoken: z.uuid().or(z.literal('')).default(''),
});
const allowBody = z.strictObject({ subjects: z.array(z.uuid().toLowerCase()).min(1).max(1_000).optional() });
const rejectBody = allowBody.extend({ reason: z.string().min(1).max(1_000) });
const pageSize = 500;
/** Commands that are under way together. */
const atOnce = 64;

/** The deletion brake of a job, and what it holds back. */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId')
export class DeletionBrakeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: MappingReads,
  ) {}

  @Get('deletionBrake')
  async show(@Param() given: unknown): Promise<object> {
    return (await this.job(given)).brake;
  }

  /** Sets what is named; the rest stays as it is. */
  @Patch('deletionBrake')
  async set(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<object> {
    const { jobId, brake: before } = await this.job(given);
    const { metadata, ...asked } = askedBy(request);
    const named = Object.entries(parseRequest(brakeBody, content)).filter(([, value]) => value !== undefined);
    const brake = { ...before, ...Object.fromEntries(named) };
    await this.commands.execute(new DecideJob({ type: 'set-brake', jobId, brake, ...asked }, metadata));
    return brake;
  }

  /** The disables and deletes that wait for an admin, page by page. */
  @Get('staged')
  async staged(@Param() given: unknown, @Query() asked: unknown): Promise<object> {
    const { jobId } = await this.job(given);
    const { $top: limit, $skiptoken: after } = parseRequest(pageQuery, asked);
    const value = await this.reads.staged(jobId, { after, limit });
    const last = value.at(-1);
    if (value.length < limit || !last) return { value };
    const next = new URLSearchParams({ $top: String(limit), $skiptoken: last.subjectId });
    return { value, '@odata.nextLink': `/v1.0/waybill/jobs/${jobId}/staged?${next.toString()}` };
  }

  /** Lets go all that waits, and begins the window anew; or lets go some people alone. */
  @Post('staged/allow')
  @HttpCode(200)
  async allow(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<object> {
    const job = await this.job(given);
    const { subjects } = parseRequest(allowBody, content);
    const { metadata, by, now } = askedBy(request);
    const rules = { version: job.rulesVersion, compiled: compileStored(job.rules) };
    const { jobId } = job;
    if (!subjects) await this.commands.execute(new DecideJob({ type: 'allow-deletions', jobId, by, now }, metadata));
    const allowed = await this.forEach(job, subjects, ({ subjectId, subjectType }) => {
      const release = { jobId, rules, now, releasedBy: by };
      return subjectType === 'Group'
        ? new DecideGroup({ type: 'release-group-change', groupId: subjectId, ...release }, metadata)
        : new DecideSubject({ type: 'release-change', userId: subjectId, ...release }, metadata);
    });
    return { allowed };
  }

  /** Gives up what waits, for a reason; those accounts stay as they are. */
  @Post('staged/reject')
  @HttpCode(200)
  async reject(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<object> {
    const job = await this.job(given);
    const { subjects, reason } = parseRequest(rejectBody, content);
    const { metadata, by: abandonedBy } = askedBy(request);
    const rejected = await this.forEach(job, subjects, ({ subjectId, subjectType }) => {
      const abandon = { jobId: job.jobId, abandonedBy, reason };
      return subjectType === 'Group'
        ? new DecideGroup({ type: 'abandon-group-change', groupId: subjectId, ...abandon }, metadata)
        : new DecideSubject({ type: 'abandon-change', userId: subjectId, ...abandon }, metadata);
    });
    return { rejected };
  }

  /** Decides for those that are named, or for all that wait; returns for how many. */
  private async forEach(
    { jobId }: StoredJob,
    subjects: readonly string[] | undefined,
    commandFor: (change: StagedChange) => InstanceType<typeof DecideSubject> | InstanceType<typeof DecideGroup>,
  ): Promise<number> {
    const named = subjects && new Set(subjects);
    const staged = (await this.everythingStaged(jobId)).filter(({ subjectId }) => !named || named.has(subjectId));
    if (named && staged.length < named.size) {
      const missing = [...named].filter((id) => !staged.some(({ subjectId }) => subjectId === id));
      throw new DomainError('not-found', 'mapping.nothing-staged', `nothing is staged of ${missing.join(', ')}`);
    }
    let decided = 0;
    for (let index = 0; index < staged.length; index += atOnce) {
      const some = staged.slice(index, index + atOnce).map((change) => this.commands.execute(commandFor(change)));
      decided += (await Promise.all(some.map((each) => each.then(() => 1, noLongerStaged)))).reduce((a, b) => a + b, 0);
    }
    return decided;
  }

  private async everythingStaged(jobId: string): Promise<readonly StagedChange[]> {
    const found: StagedChange[] = [];
    for (;;) {
      const page = await this.reads.staged(jobId, { after: found.at(-1)?.subjectId ?? '', limit: pageSize });
      found.push(...page);
      if (page.length < pageSize) return found;
    }
  }

  private job(given: unknown): Promise<StoredJob> {
    return knownJob(this.reads, parseRequest(path, given).jobId);
  }
}

/** Whoever came back since he was listed has nothing staged any more. */
function noLongerStaged(error: unknown): number {
  if (error instanceof DomainError && error.code === 'mapping.nothing-staged') return 0;
  throw error;
}
