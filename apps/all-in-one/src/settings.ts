import 'reflect-metadata';
import { auditLogConfig } from '@waybill/audit-log';
import { kafkaConfig } from '@waybill/messaging';
import { serverConfig, telemetryConfig } from '@waybill/runtime';
import { samanageConnectorConfig } from '@waybill/samanage-connector';
import { separateConfig } from '@waybill/service-host';
import { allInOneConfig } from './all-in-one.config';

const parts = [
  serverConfig,
  telemetryConfig,
  allInOneConfig,
  separateConfig,
  kafkaConfig,
  samanageConnectorConfig,
  auditLogConfig,
];

/** Prints all settings as JSON, for the generated documentation. */
process.stdout.write(JSON.stringify(parts, (name, value: unknown) => (name === 'schema' ? undefined : value)));
