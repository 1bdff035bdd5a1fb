import { Body, Controller, Get, Param, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { commandsOf, newId } from '@waybill/event-log';
import { defaultSchema } from '@waybill/provisioning-rules';
import { parseRequest, RequireRole } from '@waybill/runtime';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { job } from '../domain/job';
import { MappingReads } from '../domain/mapping-reads';
import { askedBy, knownJob } from './known-job';

/** Changes jobs. */
export const DecideJob = commandsOf(job);

const path = z.object({ jobId: z.uuid() });
const body = z.strictObject({ servicePrincipalId: z.uuid(), name: z.string().min(1).max(200) });
const cyclesTold = 50;

/** The jobs, each with an id that its creator chooses, so that creating it may be repeated. */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId')
export class JobsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: MappingReads,
  ) {}

  /** Creates a job with the default rules; one that is there already, with the same service principal, stays as it is. */
  @Put()
  async create(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<object> {
    const { jobId } = parseRequest(path, given);
    const { servicePrincipalId, name } = parseRequest(body, content);
    const { metadata, ...asked } = askedBy(request);
    const rules = { ...defaultSchema };
    const create = { type: 'create-job', jobId, servicePrincipalId, name, rules, cycleId: newId(), ...asked } as const;
    const { state } = await this.commands.execute(new DecideJob(create, metadata));
    return { id: jobId, servicePrincipalId: state.servicePrincipalId, rulesVersion: state.rulesVersion };
  }

  /** The newest cycles with what became of the changes in them, the newest first. */
  @Get('cycles')
  async cycles(@Param() given: unknown): Promise<object> {
    const { jobId } = await knownJob(this.reads, parseRequest(path, given).jobId);
    const found = await this.reads.cycles(jobId, cyclesTold);
    return { value: found.map(({ cycleId: id, ...cycle }) => ({ id, ...cycle })) };
  }
}
