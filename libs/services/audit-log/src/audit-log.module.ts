import { Module } from '@nestjs/common';
import { ServiceHostModule } from '@waybill/service-host';
import { auditLogService } from './audit-log.service';
import { ConservationGauge } from './inbound/conservation-gauge';
import { ConservationController } from './inbound/conservation.controller';
import { ProvisioningLogController } from './inbound/provisioning-log.controller';
import { ReadProvisioningLogHandler } from './read-models/provisioning-log/read-provisioning-log';
import { ReadConservationHandler } from './read-models/tallies/read-conservation';

@Module({
  imports: [ServiceHostModule.forService(auditLogService)],
  controllers: [ProvisioningLogController, ConservationController],
  providers: [ReadProvisioningLogHandler, ReadConservationHandler, ConservationGauge],
})
export class AuditLogModule {}
