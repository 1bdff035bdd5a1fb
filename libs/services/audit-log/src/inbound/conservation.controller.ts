import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { RequireRole } from '@waybill/runtime';
import { type Conservation, ReadConservation, totalOf } from '../domain/conservation';

/** Changes accepted, less those ended and those in flight: 0 unless something was lost. */
@RequireRole('auditor')
@Controller('v1.0/waybill/conservation')
export class ConservationController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  async show(): Promise<Conservation & { jobs: readonly (Conservation & { jobId: string })[] }> {
    const jobs = await this.queries.execute<ReadConservation, (Conservation & { jobId: string })[]>(
      new ReadConservation(),
    );
    return { ...totalOf(jobs), jobs };
  }
}
