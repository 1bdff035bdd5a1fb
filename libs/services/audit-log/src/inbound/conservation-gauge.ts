import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Metrics } from '@waybill/runtime';
import { type Conservation, ReadConservation } from '../domain/conservation';

type Numbers = readonly (Conservation & { readonly jobId: string })[];

/** Anybody may ask for metrics, and counting costs: however many ask, it is done once in a while. */
const freshMilliseconds = 5_000;

/** Lets whoever watches the process see at once that something was lost. */
@Injectable()
export class ConservationGauge implements OnApplicationBootstrap {
  private counted: Promise<Numbers> = Promise.resolve([]);
  private countedAt = -Infinity;

  constructor(
    private readonly queries: QueryBus,
    private readonly metrics: Metrics,
  ) {}

  onApplicationBootstrap(): void {
    const of = async (read: (numbers: Conservation) => number) =>
      (await this.count()).map((job) => ({ value: read(job), attributes: { job: job.jobId } }));
    this.metrics.gauge('waybill_conservation', 'Changes accepted, less those ended and those in flight', () =>
      of(({ conservation }) => conservation),
    );
    this.metrics.gauge('waybill_changes_in_flight', 'Changes that have not ended', () =>
      of(({ inFlight }) => inFlight),
    );
  }

  private count(): Promise<Numbers> {
    if (performance.now() - this.countedAt > freshMilliseconds) {
      this.countedAt = performance.now();
      this.counted = this.queries.execute<ReadConservation, Numbers>(new ReadConservation());
    }
    return this.counted;
  }
}
