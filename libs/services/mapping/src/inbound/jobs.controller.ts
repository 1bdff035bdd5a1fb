import { Body, Controller, Param, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Rules } from '@waybill/contracts';
import { commandsOf } from '@waybill/event-log';
import { defaultRules } from '@waybill/provisioning-rules';
import { parseRequest, principalOf, RequireRole } from '@waybill/runtime';
import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { job } from '../domain/job';

/** Creates jobs. */
export const DecideJob = commandsOf(job);

const path = z.object({ jobId: z.uuid() });
const body = z.strictObject({ servicePrincipalId: z.uuid(), name: z.string().min(1).max(200) });

/** The jobs, each with an id that its creator chooses, so that creating it may be repeated. */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs')
export class JobsController {
  constructor(private readonly commands: CommandBus) {}

  /** Creates a job with the default rules; one that is there already, with the same service principal, stays as it is. */
  @Put(':jobId')
  async create(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<object> {
    const { jobId } = parseRequest(path, given);
    const { servicePrincipalId, name } = parseRequest(body, content);
    const rules = defaultRules as Rules;
    const create = { type: 'create-job', jobId, servicePrincipalId, name, rules, cycleId: uuidv7() } as const;
    const actor = principalOf(request)?.name ?? 'unknown';
    const { state } = await this.commands.execute(new DecideJob(create, { correlationId: request.id, actor }));
    return { id: jobId, servicePrincipalId: state.servicePrincipalId, rulesVersion: state.rulesVersion };
  }
}
