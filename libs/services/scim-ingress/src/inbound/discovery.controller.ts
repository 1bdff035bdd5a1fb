import { All, Controller, Param, Req, Res, UseGuards } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { JobTokenRoute, PublicRoute, sendBody } from '@waybill/runtime';
import { describeResourceType, describeSchema, listResponse, ScimError } from '@waybill/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FindJobEndpoint, type JobEndpoint } from '../domain/endpoint/job-endpoint';
import { JobTokenGuard } from './job-token.guard';
import { assertMethod } from './methods';
import { jobBaseOf } from './resource-answers';
import { scimMediaType } from './scim-errors';
import { serviceProviderConfig } from './service-provider-config';

type Path = { readonly jobId: string; readonly name: string };

const reading = ['GET', 'HEAD'];

/** What the endpoint of a job can do; anybody may know (RFC 7643 §5, RFC 7644 §4). */
@PublicRoute()
@Controller('scim/:jobId/v2/ServiceProviderConfig')
export class ServiceProviderConfigController {
  @All()
  show(@Param('jobId') jobId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    assertMethod(request, ...reading);
    sendBody(reply.status(200), serviceProviderConfig(jobBaseOf({ jobId, request })), scimMediaType);
  }
}

/** The resource types and schemas of a job, from the data that decide everything else (RFC 7644 §4, scim.md §1.9). */
@JobTokenRoute()
@UseGuards(JobTokenGuard)
@Controller('scim/:jobId/v2')
export class DiscoveryController {
  constructor(private readonly queries: QueryBus) {}

  @All('ResourceTypes')
  async types(@Param() path: Path, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    answerList(reply, await this.describedTypes(path, request, true));
  }

  @All('ResourceTypes/:name')
  async type(@Param() path: Path, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    answerOne(reply, path.name, await this.describedTypes(path, request, false));
  }

  @All('Schemas')
  async schemas(@Param() path: Path, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    answerList(reply, await this.describedSchemas(path, request, true));
  }

  @All('Schemas/:name')
  async schema(@Param() path: Path, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    answerOne(reply, path.name, await this.describedSchemas(path, request, false));
  }

  private async describedTypes(path: Path, request: FastifyRequest, isList: boolean): Promise<Described[]> {
    const { types } = await this.endpoint(path, request, isList);
    const base = jobBaseOf({ jobId: path.jobId, request });
    return types.map((type) => [type.name, describeResourceType(type, `${base}/ResourceTypes/${type.name}`)]);
  }

  private async describedSchemas(path: Path, request: FastifyRequest, isList: boolean): Promise<Described[]> {
    const { types, schemas } = await this.endpoint(path, request, isList);
    const base = jobBaseOf({ jobId: path.jobId, request });
    const used = types.flatMap((type) => [type.schema, ...type.schemaExtensions.map(({ schema }) => schema)]);
    const byId = new Map([...used, ...schemas].map((schema) => [schema.id, schema]));
    return [...byId.values()].map((schema) => [schema.id, describeSchema(schema, `${base}/Schemas/${schema.id}`)]);
  }

  /** @throws ScimError 405 for all but reading, 403 for a filter on a list where the job refuses that (RFC 7644 §4) */
  private async endpoint({ jobId }: Path, request: FastifyRequest, isList: boolean): Promise<JobEndpoint> {
    assertMethod(request, ...reading);
    const found = await this.queries.execute<FindJobEndpoint, JobEndpoint>(new FindJobEndpoint(jobId));
    const { filter } = request.query as { readonly filter?: unknown };
    if (isList && filter !== undefined && found.leniency.discoveryFilter === 'refuse') {
      throw new ScimError(403, undefined, 'What the endpoint can do is told whole; it cannot be filtered.');
    }
    return found;
  }
}

type Described = readonly [name: string, description: object];

function answerList(reply: FastifyReply, described: readonly Described[]): void {
  const list = listResponse(
    described.map(([, description]) => description),
    { totalResults: described.length, startIndex: 1 },
  );
  sendBody(reply.status(200), list, scimMediaType);
}

function answerOne(reply: FastifyReply, name: string, described: readonly Described[]): void {
  const found = described.find(([each]) => each.toLowerCase() === name.toLowerCase());
  if (!found) throw new ScimError(404, undefined, `There is no ${name.slice(0, 300)}.`);
  sendBody(reply.status(200), found[1], scimMediaType);
}
