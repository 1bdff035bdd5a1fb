import { Module } from '@nestjs/common';
import { commandHandlers, commandsOf } from '@waybill/event-log';
import { logToken, ServiceHostModule } from '@waybill/service-host';
import { job } from './domain/job';
import { mappingService } from './mapping.service';

/** Creates jobs. */
export const DecideJob = commandsOf(job);

@Module({
  imports: [ServiceHostModule.forService(mappingService)],
  providers: commandHandlers(logToken('mapping'), DecideJob),
})
export class MappingModule {}
