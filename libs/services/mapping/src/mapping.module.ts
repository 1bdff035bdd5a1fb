import { Module } from '@nestjs/common';
import { commandHandlers } from '@waybill/event-log';
import { logToken, ServiceHostModule } from '@waybill/service-host';
import { DecideJob, JobsController } from './inbound/jobs.controller';
import { mappingService } from './mapping.service';

@Module({
  imports: [ServiceHostModule.forService(mappingService)],
  controllers: [JobsController],
  providers: commandHandlers(logToken('mapping'), DecideJob),
})
export class MappingModule {}
