import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { newId } from '@waybill/event-log';
import { defaultSchema } from '@waybill/provisioning-rules';
import { parseRequest, RequireRole } from '@waybill/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { MappingReads } from '../domain/mapping-reads';
import type { StoredJob } from '../domain/rules-in-force';
import { DecideJob } from './jobs.controller';
import { askedBy, knownJob } from './known-job';
import { expressionRequest, tryExpression } from './parse-expression';
import { readRules } from './read-rules';
import { filterOperatorSchemas, functionSchemas } from './rule-vocabulary';

const path = z.object({ spId: z.uuid(), jobId: z.uuid() });

/** A job's rules as Graph's synchronization schema (entra-provisioning.md §3.7). */
@RequireRole('admin')
@Controller('v1.0/servicePrincipals/:spId/synchronization/jobs/:jobId/schema')
export class SchemaController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: MappingReads,
  ) {}

  /** The schema that holds, as it was given; its version is the rules version. */
  @Get()
  async show(@Param() given: unknown): Promise<object> {
    const { jobId, rules, rulesVersion } = await this.known(given);
    return { id: jobId, ...rules, version: String(rulesVersion) };
  }

  /** Replaces the schema; everybody is evaluated again. Nothing changes where there is a finding. */
  @Put()
  @HttpCode(204)
  async replace(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<void> {
    const { jobId } = await this.known(given);
    await this.apply(jobId, readRules(content).schema, request);
  }

  /** Restores the default schema, as Graph does where a schema is deleted. */
  @Delete()
  @HttpCode(204)
  async restore(@Param() given: unknown, @Req() request: FastifyRequest): Promise<void> {
    const { jobId } = await this.known(given);
    await this.apply(jobId, defaultSchema, request);
  }

  /** The functions that expressions may call. */
  @Get('functions')
  async functions(@Param() given: unknown): Promise<object> {
    await this.known(given);
    return { value: functionSchemas() };
  }

  /** The operators of scoping filters. */
  @Get('filterOperators')
  async filterOperators(@Param() given: unknown): Promise<object> {
    await this.known(given);
    return { value: filterOperatorSchemas() };
  }

  /** Parses an expression and, where an object is given, evaluates it. */
  @Post('parseExpression')
  @HttpCode(200)
  async parseExpression(@Param() given: unknown, @Body() content: unknown): Promise<object> {
    const { jobId } = await this.known(given);
    const asked = parseRequest(expressionRequest, content);
    return tryExpression(asked, { now: new Date().toISOString(), seed: jobId });
  }

  private async apply(jobId: string, schema: object, request: FastifyRequest): Promise<void> {
    const { metadata, ...asked } = askedBy(request);
    const changes = { rules: { ...schema }, basedOn: null, planId: null, cycleId: newId() };
    await this.commands.execute(new DecideJob({ type: 'apply-rules', jobId, ...changes, ...asked }, metadata));
  }

  private async known(given: unknown): Promise<StoredJob> {
    const { spId, jobId } = parseRequest(path, given);
    const job = await knownJob(this.reads, jobId);
    if (job.servicePrincipalId === spId) return job;
    throw new DomainError('not-found', 'mapping.job-unknown', `the service principal ${spId} has no job ${jobId}`);
  }
}
