import { auditLogConfig, AuditLogModule, auditLogSchema, auditLogService } from '@waybill/audit-log';
import { loadConfig } from '@waybill/runtime';
import type { SeparateService } from '@waybill/service-host';

/** The service that records everything and answers for it, as a process of its own. */
export const app: SeparateService = {
  name: 'audit-log',
  schema: auditLogSchema,
  config: [auditLogConfig],
  definition: (environment) => auditLogService(loadConfig(environment, auditLogConfig)),
  module: (environment) => AuditLogModule.with(loadConfig(environment, auditLogConfig)),
};
