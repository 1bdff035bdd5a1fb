import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { parseRequest, RequireRole } from '@waybill/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AdminDecision } from '../domain/admin-decisions';
import { JobReads } from '../domain/connected-job';
import { ConnectorReads, type ParkedEntry } from '../domain/connector-reads';
import { askedBy } from './asked-by';
import { editedValues } from './edited-values';
import { knownJob } from './known-connection';
import { listPage, pageIn, pageQuery, plainText, searchText } from './list-pages';
import { decisionAbout } from './subject-decisions';

const jobPath = z.object({ jobId: z.uuid() });
const changePath = jobPath.extend({ changeId: z.uuid().toLowerCase() });
const listQuery = pageQuery.extend({ code: searchText, search: searchText });
const reason = plainText.trim().min(1).max(1_000);
const abandonBody = z.strictObject({ reason });
const editBody = z.strictObject({
  values: z.record(z.string(), z.unknown()).refine((values) => Object.keys(values).length > 0, 'name a member'),
  reason,
});
const retryAllBody = z.strictObject({ code: plainText.min(1).max(300).optional() });
const pageSize = 500;
/** Commands that are under way together. */
const atOnce = 64;

/**
 * The changes of a job that cannot be applied now, and what an admin decides about them. Each decision is a command, so
 * that a change that is no longer parked when it comes to it is refused, whoever was first.
 */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId/parked')
export class ParkedController {
  constructor(
    private readonly commands: CommandBus,
    private readonly jobs: JobReads,
    private readonly reads: ConnectorReads,
  ) {}

  /** All of them, page by page, or those of one code, or of display names that contain a text. */
  @Get()
  async list(@Param() given: unknown, @Query() query: unknown): Promise<object> {
    const jobId = await this.jobIn(given);
    const asked = parseRequest(listQuery, query);
    const value = await this.reads.parked(jobId, asked, pageIn(asked));
    const path = `/v1.0/waybill/jobs/${jobId}/parked`;
    return listPage({ path, value, tokenOf: ({ subjectId }) => subjectId }, asked);
  }

  @Get(':changeId')
  async show(@Param() given: unknown): Promise<object> {
    return (await this.changeIn(given)).change;
  }

  /** Has everything tried at once, or all that one code stopped. */
  @Post('retry')
  @HttpCode(200)
  async retryAll(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<object> {
    const jobId = await this.jobIn(given);
    const { code = null } = parseRequest(retryAllBody, content);
    let retried = 0;
    for await (const changes of this.pagesOf(jobId, code)) {
      const attempts = changes.map((change) => this.retryIfParked(jobId, change, request));
      retried += (await Promise.all(attempts)).filter(Boolean).length;
    }
    return { retried };
  }

  /** Has one tried at once. */
  @Post(':changeId/retry')
  @HttpCode(202)
  async retry(@Param() given: unknown, @Req() request: FastifyRequest): Promise<object> {
    const { jobId, change } = await this.changeIn(given);
    return this.decide(jobId, change, { type: 'retry-change' }, request);
  }

  /**
   * Gives one up, for a reason: the account or group stays as it is until something else is desired of it. A call that
   * was sent for it before, or is on its way, is not taken back.
   */
  @Post(':changeId/abandon')
  @HttpCode(200)
  async abandon(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<object> {
    const { jobId, change } = await this.changeIn(given);
    return this.decide(jobId, change, { type: 'abandon-change', ...parseRequest(abandonBody, content) }, request);
  }

  /** Writes other values into one, which hold until the next desired state, and has it tried at once. */
  @Patch(':changeId')
  @HttpCode(202)
  async edit(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<object> {
    const { jobId, change } = await this.changeIn(given);
    const { values: asked, reason: why } = parseRequest(editBody, content);
    const values = editedValues(change.subjectType, asked);
    // What a change has is the same for as long as it is open.
    if (!(await this.reads.hasValues(jobId, change.changeId))) throw withoutValues(change);
    return this.decide(jobId, change, { type: 'edit-change', values, reason: why }, request);
  }

  private async decide(
    jobId: string,
    change: ParkedEntry,
    decision: Undirected<AdminDecision>,
    request: FastifyRequest,
  ): Promise<{ readonly changeId: string }> {
    const { changeId } = change;
    const { metadata, by } = askedBy(request);
    await this.commands.execute(decisionAbout(change, jobId, { ...decision, changeId, by }, metadata));
    return { changeId };
  }

  private async retryIfParked(jobId: string, change: ParkedEntry, request: FastifyRequest): Promise<boolean> {
    try {
      await this.decide(jobId, change, { type: 'retry-change' }, request);
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.code === nothingParked) return false;
      throw error;
    }
  }

  private async *pagesOf(jobId: string, code: string | null): AsyncGenerator<readonly ParkedEntry[]> {
    let after: string | null = null;
    do {
      const page: readonly ParkedEntry[] = await this.reads.parked(
        jobId,
        { code, search: null },
        { after, limit: pageSize },
      );
      for (let index = 0; index < page.length; index += atOnce) yield page.slice(index, index + atOnce);
      after = page.length === pageSize ? (page.at(-1)?.subjectId ?? null) : null;
    } while (after !== null);
  }

  private async jobIn(given: unknown): Promise<string> {
    return (await knownJob(this.jobs, parseRequest(jobPath, given).jobId)).jobId;
  }

  private async changeIn(given: unknown): Promise<{ readonly jobId: string; readonly change: ParkedEntry }> {
    const { changeId } = parseRequest(changePath, given);
    const jobId = await this.jobIn(given);
    const change = await this.reads.parkedChange(jobId, changeId);
    if (change) return { jobId, change };
    throw new DomainError('not-found', nothingParked, `change ${changeId} is not parked`);
  }
}

/** A decision as it stands in a request: which change, and who decides, is added. */
type Undirected<Decision> = Decision extends unknown ? Omit<Decision, 'changeId' | 'by'> : never;

const nothingParked = 'samanage-connector.nothing-parked';

function withoutValues({ displayName, subjectType }: ParkedEntry): DomainError {
  const what =
    subjectType === 'Group' ? 'whether the group is to be, or of its members' : 'whether the account is to be';
  const message = `The change of ${displayName} has no values: it speaks of ${what} alone. Retry it, or give it up.`;
  return new DomainError('conflict', 'samanage-connector.nothing-to-edit', message);
}
