import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { EventLog } from '@waybill/event-log';
import { logToken, poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import { FindJobEndpoint, type JobEndpoint } from '../../domain/endpoint/job-endpoint';
import { readEndpoints } from './read-endpoints';

/** What another process changed may go unnoticed for this long. */
const staleMilliseconds = 1_000;
const mostKept = 10_000;

interface Kept {
  readonly endpoint: Promise<JobEndpoint>;
  readonly readAt: number;
}

/** Keeps what endpoints understand in memory; what this process changed holds at once. */
@QueryHandler(FindJobEndpoint)
export class FindJobEndpointHandler implements IQueryHandler<FindJobEndpoint> {
  private readonly kept = new Map<string, Kept>();

  constructor(
    @Inject(poolToken('scim-ingress')) private readonly pool: Pool,
    @Inject(logToken('scim-ingress')) log: EventLog,
  ) {
    log.onAppend((events) => {
      for (const { stream, job } of events) if (stream.startsWith('endpoint-')) this.kept.delete(job);
    });
  }

  execute({ jobId }: FindJobEndpoint): Promise<JobEndpoint> {
    const kept = this.kept.get(jobId);
    if (kept && performance.now() - kept.readAt <= staleMilliseconds) return kept.endpoint;
    if (this.kept.size >= mostKept) this.kept.clear();
    const endpoint = this.read(jobId);
    this.kept.set(jobId, { endpoint, readAt: performance.now() });
    endpoint.catch(() => this.kept.delete(jobId));
    return endpoint;
  }

  private async read(jobId: string): Promise<JobEndpoint> {
    const endpoint = (await readEndpoints(this.pool, [jobId])).get(jobId);
    if (!endpoint) throw new Error(`the endpoint of ${jobId} was not read`);
    return endpoint;
  }
}
