import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { DomainError } from '@waybill/decider';
import { diffSchemas, type SynchronizationSchema } from '@waybill/provisioning-rules';
import { parseRequest, RequireRole } from '@waybill/runtime';
import { z } from 'zod';
import { MappingReads, type RulesVersion } from '../domain/mapping-reads';
import { knownJob } from './known-job';
import { findingsOf, knownAccount } from './read-rules';

const path = z.object({ jobId: z.uuid() });
const version = z.coerce
  .number()
  .int()
  .positive()
  .max(2 ** 31 - 1);
const versionPath = path.extend({ version });
const diffQuery = z.object({ from: version, to: version });
const draftBody = z.strictObject({ schema: z.unknown() });

/** Every version of a job's rules that ever held; none is changed afterwards. */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId/rules')
export class RulesController {
  constructor(private readonly reads: MappingReads) {}

  /** All versions, the newest first, with who applied them and by which plan. */
  @Get()
  async list(@Param() given: unknown): Promise<object> {
    const { jobId } = await knownJob(this.reads, parseRequest(path, given).jobId);
    return { value: await this.reads.rulesVersions(jobId) };
  }

  /** What changed from one version to another, by names. */
  @Get('diff')
  async diff(@Param() given: unknown, @Query() asked: unknown): Promise<object> {
    const { jobId } = await knownJob(this.reads, parseRequest(path, given).jobId);
    const { from, to } = parseRequest(diffQuery, asked);
    const [before, after] = await Promise.all([this.version(jobId, from), this.version(jobId, to)]);
    return { from, to, value: diffSchemas(schemaOf(before), schemaOf(after)) };
  }

  /** One version as it was applied, and what is worth a warning in it. */
  @Get(':version')
  async show(@Param() given: unknown): Promise<object> {
    const asked = parseRequest(versionPath, given);
    const { jobId } = await knownJob(this.reads, asked.jobId);
    const { rules: schema, ...found } = await this.version(jobId, asked.version);
    return { ...found, schema, findings: findingsOf(schema, await knownAccount(this.reads, jobId)).findings };
  }

  /** Everything that is wrong with a draft, or worth a warning; changes nothing. */
  @Post('lint')
  @HttpCode(200)
  async lint(@Param() given: unknown, @Body() content: unknown): Promise<object> {
    const { jobId } = await knownJob(this.reads, parseRequest(path, given).jobId);
    const { schema } = parseRequest(draftBody, content);
    return { findings: findingsOf(schema, await knownAccount(this.reads, jobId)).findings };
  }

  private async version(jobId: string, number: number): Promise<RulesVersion> {
    const found = await this.reads.rulesVersion(jobId, number);
    if (found) return found;
    throw new DomainError('not-found', 'mapping.rules-unknown', `job ${jobId} never had rules version ${number}`);
  }
}

const schemaOf = ({ rules }: RulesVersion): SynchronizationSchema => rules as unknown as SynchronizationSchema;
