import { Module } from '@nestjs/common';
import { commandHandlers, type EventLog } from '@waybill/event-log';
import { logToken, poolToken, ServiceHostModule } from '@waybill/service-host';
import type { Pool } from 'pg';
import { MappingReads } from './domain/mapping-reads';
import { AppRolesController } from './inbound/app-roles.controller';
import { DecideGroup, DecideSubject, DeletionBrakeController } from './inbound/deletion-brake.controller';
import { ExplainController } from './inbound/explain.controller';
import { DecideJob, JobsController } from './inbound/jobs.controller';
import { OnDemandWaiters } from './inbound/on-demand-waiters';
import { PlansController } from './inbound/plans.controller';
import { ProvisionOnDemandController } from './inbound/provision-on-demand.controller';
import { RulesController } from './inbound/rules.controller';
import { SchemaController } from './inbound/schema.controller';
import { mappingService } from './mapping.service';
import { PostgresReads } from './read-models/postgres-reads';

const log = logToken('mapping');

@Module({
  imports: [ServiceHostModule.forService(mappingService)],
  controllers: [
    AppRolesController,
    JobsController,
    SchemaController,
    RulesController,
    PlansController,
    ExplainController,
    DeletionBrakeController,
    ProvisionOnDemandController,
  ],
  providers: [
    ...commandHandlers(log, DecideJob),
    ...commandHandlers(log, DecideSubject),
    ...commandHandlers(log, DecideGroup),
    { provide: MappingReads, useFactory: (pool: Pool) => new PostgresReads(pool), inject: [poolToken('mapping')] },
    {
      provide: OnDemandWaiters,
      useFactory: (events: EventLog, reads: MappingReads) => new OnDemandWaiters(events, reads),
      inject: [log, MappingReads],
    },
  ],
})
export class MappingModule {}
