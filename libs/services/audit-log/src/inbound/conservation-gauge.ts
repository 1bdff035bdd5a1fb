import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Metrics } from '@waybill/runtime';
import { type Conservation, ReadConservation } from '../domain/conservation';

/** Lets whoever watches the process see at once that something was lost. */
@Injectable()
export class ConservationGauge implements OnApplicationBootstrap {
  constructor(
    private readonly queries: QueryBus,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    const numbers = async (read: (numbers: Conservation) => number) =>
      (await this.queries.execute<ReadConservation, (Conservation & { jobId: string })[]>(new ReadConservation())).map(
        (job) => ({ value: read(job), attributes: { job: job.jobId } }),
      );
    this.metrics.gauge('waybill_conservation', 'Changes accepted, less those ended and those in flight', () =>
      numbers(({ conservation }) => conservation),
    );
    this.metrics.gauge('waybill_changes_in_flight', 'Changes that have not ended', () =>
      numbers(({ inFlight }) => inFlight),
    );
  }
}
