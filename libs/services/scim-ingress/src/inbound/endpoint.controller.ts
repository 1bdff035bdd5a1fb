import { Body, Controller, Get, Param, Patch, Put, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DomainError } from '@waybill/decider';
import { commandsOf } from '@waybill/event-log';
import { parseRequest, principalOf, RequireRole } from '@waybill/runtime';
import { describeResourceType, describeSchema } from '@waybill/scim';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { endpoint, type EndpointCommand } from '../domain/endpoint/endpoint';
import { FindJobEndpoint, type JobEndpoint } from '../domain/endpoint/job-endpoint';
import { IsJobConnected } from '../domain/job-tokens';

export const DecideEndpoint = commandsOf(endpoint);

const path = z.object({ jobId: z.uuid() });
const namedPath = path.extend({ name: z.string().min(1).max(300) });
const switchesBody = z.strictObject({ switches: z.record(z.string(), z.union([z.string(), z.number()])) });
const jsonObject = z.record(z.string(), z.unknown());

/** What the SCIM endpoint of a job understands, and how lenient it is. */
@RequireRole('admin')
@Controller('v1.0/waybill/jobs/:jobId/scim')
export class EndpointController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** The switches with their values, and the schemas and resource types that the job defined. */
  @Get()
  async show(@Param() given: unknown): Promise<object> {
    return this.told(await this.known(parseRequest(path, given).jobId));
  }

  /** Sets the switches that are named; the others stay as they are. */
  @Patch()
  async setSwitches(
    @Param() given: unknown,
    @Body() content: unknown,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const jobId = await this.known(parseRequest(path, given).jobId);
    const { switches } = parseRequest(switchesBody, content);
    return this.decide({ type: 'set-switches', jobId, switches }, request);
  }

  /** Uploads a schema as RFC 7643 §7 writes it, or lets one grow; `name` is its URN. */
  @Put('schemas/:name')
  async uploadSchema(
    @Param() given: unknown,
    @Body() content: unknown,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const { jobId, name } = parseRequest(namedPath, given);
    const schema = { ...parseRequest(jsonObject, content), id: name };
    return this.decide({ type: 'upload-schema', jobId: await this.known(jobId), schema }, request);
  }

  /** Defines a resource type as RFC 7643 §6 writes it, or which schemas extend `User` or `Group`. */
  @Put('resourceTypes/:name')
  async defineType(@Param() given: unknown, @Body() content: unknown, @Req() request: FastifyRequest): Promise<object> {
    const { jobId, name } = parseRequest(namedPath, given);
    const resourceType = { ...parseRequest(jsonObject, content), name };
    return this.decide({ type: 'define-resource-type', jobId: await this.known(jobId), resourceType }, request);
  }

  private async known(jobId: string): Promise<string> {
    if (await this.queries.execute<IsJobConnected, boolean>(new IsJobConnected(jobId))) return jobId;
    throw new DomainError('not-found', 'scim-ingress.job-unknown', `there is no job ${jobId}`);
  }

  private async decide(command: EndpointCommand, request: FastifyRequest): Promise<object> {
    const actor = principalOf(request)?.name ?? 'unknown';
    await this.commands.execute(new DecideEndpoint(command, { correlationId: request.id, actor }));
    return this.told(command.jobId);
  }

  private async told(jobId: string): Promise<object> {
    const found = await this.queries.execute<FindJobEndpoint, JobEndpoint>(new FindJobEndpoint(jobId));
    const { leniency, requestsPerSecond, schemas, types } = found;
    const base = `/scim/${jobId}/v2`;
    return {
      id: jobId,
      switches: { ...leniency, requestsPerSecond },
      schemas: schemas.map((schema) => describeSchema(schema, `${base}/Schemas/${schema.id}`)),
      resourceTypes: types.map((type) => describeResourceType(type, `${base}/ResourceTypes/${type.id}`)),
    };
  }
}
