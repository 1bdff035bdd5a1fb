import type { ServiceDefinition } from '@waybill/service-host';
import { recordedServices, recordEverything } from './inbound/record-everything';
import { changes, changesMigration } from './read-models/changes/changes';
import { jobs, jobsMigration } from './read-models/jobs/jobs';
import { provisioningLog, provisioningLogMigration } from './read-models/provisioning-log/provisioning-log';
import { talliesMigration } from './read-models/tallies/tallies';

const schema = 'audit_log';

/** The service that records every event of the others, and answers for them. */
export const auditLogService: ServiceDefinition = {
  name: 'audit-log',
  schema,
  migrations: [
    changesMigration(schema),
    jobsMigration(schema),
    provisioningLogMigration(schema),
    talliesMigration(schema),
  ],
  deciders: {},
  inline: [],
  projections: [changes, jobs, provisioningLog],
  sources: recordedServices,
  reactions: () => [recordEverything],
};
