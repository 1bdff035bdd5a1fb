import { type DynamicModule, Module } from '@nestjs/common';
import { ServiceHostModule } from '@waybill/service-host';
import type { AuditLogConfig } from './audit-log.config';
import { auditLogService } from './audit-log.service';
import { ConservationGauge } from './inbound/conservation-gauge';
import { ConservationController } from './inbound/conservation.controller';
import { NotificationsController } from './inbound/notifications.controller';
import { ProvisioningLogController } from './inbound/provisioning-log.controller';
import { ReadNotificationsHandler } from './read-models/mails/read-notifications';
import { ReadProvisioningLogHandler } from './read-models/provisioning-log/read-provisioning-log';
import { ReadConservationHandler } from './read-models/tallies/read-conservation';

/** The audit log in a Nest application. */
@Module({})
export class AuditLogModule {
  static with(config: AuditLogConfig): DynamicModule {
    return {
      module: AuditLogModule,
      imports: [ServiceHostModule.forService(auditLogService(config))],
      controllers: [ProvisioningLogController, ConservationController, NotificationsController],
      providers: [ReadProvisioningLogHandler, ReadConservationHandler, ReadNotificationsHandler, ConservationGauge],
    };
  }
}
