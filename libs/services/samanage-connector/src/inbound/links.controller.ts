import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { parseRequest, RequireRole } from '@waybill/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ConnectedJob, JobReads } from '../domain/connected-job';
import { ConnectorReads, type LinkEntry } from '../domain/connector-reads';
import type { Subject } from '../domain/open-changes';
import { askedBy } from './asked-by';
import { knownJob } from './known-connection';
import { listPage, pageIn, pageQuery, searchText } from './list-pages';
import { Relinking } from './relinking';
import { decisionAbout } from './subject-decisions';

const jobPath = z.object({ jobId: z.uuid() });
const path = jobPath.extend({ directoryId: z.uuid().toLowerCase() });
const listQuery = pageQuery.extend({
  search: searchText,
  type: z
    .enum(['User', 'Group'])
    .nullish()
    .transform((type) => type ?? null),
});
const linkBody = z.strictObject({ samanageId: z.int().min(1) });

/**
 * Which account or group at Samanage belongs to whom of the directory. Nobody outside these links is ever touched, so what
 * an admin says here decides whom the connector writes to:
 *
 * Unlinking forgets whose account it is, and nothing else. The directory's side goes on as if it had never had one: its
 * next change looks for an account by the matching attributes, finds the same or another one, or creates one. Samanage's
 * side stays exactly as it is, enabled, with its groups, until something is linked to it again.
 *
 * Relinking names the account or group that is written from now on: the connector compares it with what is desired, and
 * writes the differences by itself. The one before stays as it is, like one that was unlinked; where it has the e-mail
 * address that is desired, the change is parked until an admin has changed that at Samanage.
 */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId/links')
export class LinksController {
  constructor(
    private readonly commands: CommandBus,
    private readonly jobs: JobReads,
    private readonly reads: ConnectorReads,
    private readonly relinking: Relinking,
  ) {}

  /** All of them, page by page, or those that a search finds. */
  @Get()
  async list(@Param() given: unknown, @Query() query: unknown): Promise<object> {
    const { jobId } = await knownJob(this.jobs, parseRequest(jobPath, given).jobId);
    const asked = parseRequest(listQuery, query);
    const value = await this.reads.links(jobId, asked, pageIn(asked));
    const list = `/v1.0/waybill/jobs/${jobId}/links`;
    return listPage({ path: list, value, tokenOf: ({ directoryId }) => directoryId }, asked);
  }

  @Get(':directoryId')
  async show(@Param() given: unknown): Promise<object> {
    const { jobId, directoryId } = parseRequest(path, given);
    await knownJob(this.jobs, jobId);
    return this.linkOf(jobId, directoryId);
  }

  /** Unlinks; neither side is touched. Not while a change is under way, which may be about to set a link. */
  @Delete(':directoryId')
  @HttpCode(204)
  async remove(@Param() given: unknown, @Req() request: FastifyRequest): Promise<void> {
    const { job, subject } = await this.subjectIn(given);
    const { metadata, by, now } = askedBy(request);
    await this.commands.execute(decisionAbout(subject, job.jobId, { type: 'remove-link', by, now }, metadata));
  }

  /**
   * Links to an account or group that is there, and that nobody else of the job is linked to; what differs is written
   * after that. A change that could not be applied before is tried again.
   */
  @Put(':directoryId')
  async set(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<object> {
    const { job, subject } = await this.subjectIn(given);
    const { samanageId } = parseRequest(linkBody, content);
    const { metadata, ...asked } = askedBy(request);
    await this.relinking.link(job, subject, { samanageId, ...asked }, metadata);
    return this.linkOf(job.jobId, subject.subjectId);
  }

  private async linkOf(jobId: string, directoryId: string): Promise<LinkEntry> {
    const link = await this.reads.link(jobId, directoryId);
    if (link) return link;
    throw new DomainError('not-found', 'samanage-connector.not-linked', `${directoryId} is not linked`);
  }

  private async subjectIn(given: unknown): Promise<{ readonly job: ConnectedJob; readonly subject: Subject }> {
    const { jobId, directoryId } = parseRequest(path, given);
    const job = await knownJob(this.jobs, jobId);
    const subject = await this.reads.subject(jobId, directoryId);
    if (subject) return { job, subject };
    const message = `nothing was ever desired of ${directoryId}`;
    throw new DomainError('not-found', 'samanage-connector.subject-unknown', message);
  }
}
