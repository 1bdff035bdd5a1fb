import { AuditLogModule, auditLogService } from '@waybill/audit-log';
import type { SeparateService } from '@waybill/service-host';

/** The service that records everything and answers for it, as a process of its own. */
export const app: SeparateService = {
  name: auditLogService.name,
  schema: auditLogService,
  config: [],
  definition: () => auditLogService,
  module: () => ({ module: AuditLogModule }),
};
