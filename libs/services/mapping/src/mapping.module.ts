import { Module } from '@nestjs/common';
import { commandHandlers } from '@waybill/event-log';
import { logToken, poolToken, ServiceHostModule } from '@waybill/service-host';
import type { Pool } from 'pg';
import { MappingReads } from './domain/mapping-reads';
import { DecideGroup, DecideSubject, DeletionBrakeController } from './inbound/deletion-brake.controller';
import { ExplainController } from './inbound/explain.controller';
import { DecideJob, JobsController } from './inbound/jobs.controller';
import { PlansController } from './inbound/plans.controller';
import { RulesController } from './inbound/rules.controller';
import { SchemaController } from './inbound/schema.controller';
import { mappingService } from './mapping.service';
import { PostgresReads } from './read-models/postgres-reads';

const log = logToken('mapping');

@Module({
  imports: [ServiceHostModule.forService(mappingService)],
  controllers: [
    JobsController,
    SchemaController,
    RulesController,
    PlansController,
    ExplainController,
    DeletionBrakeController,
  ],
  providers: [
    ...commandHandlers(log, DecideJob),
    ...commandHandlers(log, DecideSubject),
    ...commandHandlers(log, DecideGroup),
    { provide: MappingReads, useFactory: (pool: Pool) => new PostgresReads(pool), inject: [poolToken('mapping')] },
  ],
})
export class MappingModule {}
