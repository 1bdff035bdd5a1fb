import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { FindJobEndpoint, type JobEndpoint } from '../domain/endpoint/job-endpoint';
import { RequestRates } from '../domain/rate-limit';
import { EndpointKinds } from '../domain/refusals';

/** How many requests a job may make, as its switches say. */
@Injectable()
export class JobRequestRates extends RequestRates {
  constructor(private readonly queries: QueryBus) {
    super();
  }

  async perSecond(jobId: string): Promise<number> {
    const found = await this.queries.execute<FindJobEndpoint, JobEndpoint>(new FindJobEndpoint(jobId));
    return found.requestsPerSecond;
  }
}

/** Which resource type is found at an endpoint, a job's own types included. */
@Injectable()
export class JobEndpointKinds extends EndpointKinds {
  constructor(private readonly queries: QueryBus) {
    super();
  }

  async kindOf(jobId: string, endpoint: string): Promise<string | null> {
    const { types } = await this.queries.execute<FindJobEndpoint, JobEndpoint>(new FindJobEndpoint(jobId));
    return types.find((type) => type.endpoint.toLowerCase() === `/${endpoint.toLowerCase()}`)?.name ?? null;
  }
}
