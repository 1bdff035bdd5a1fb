import { auditLogConfig } from '@waybill/audit-log';
import {
  createLogger,
  loadConfig,
  serverConfig,
  startHttpApplication,
  startTelemetry,
  telemetryConfig,
} from '@waybill/runtime';
import { migrateServices } from '@waybill/service-host';
import { digestOf } from '../local/local-identity';
import type { WayOfRunning } from '../local/running-services';
import { schemas, servicesInOneProcess } from './services-in-one-process';

/** The four services as modules of this process; the logs are the bus between them. */
export const inOneProcess: WayOfRunning = {
  command: 'npm start --',
  description: 'Runs Waybill in one process, with everything it needs, and shows people travelling.',
  config: [serverConfig, telemetryConfig, auditLogConfig],
  brings: {},
  start: async ({ ownerUrl, identity, samanage, environment, port }) => {
    const { host, logLevel } = loadConfig(environment, serverConfig);
    const { endpoint, serviceName: service = 'waybill' } = loadConfig(environment, telemetryConfig);
    const logger = createLogger(logLevel);
    const onError = (error: unknown) => logger.warn({ part: 'telemetry', err: error }, 'traces could not be sent');
    const telemetry = startTelemetry({ endpoint, service, onError });
    await migrateServices(ownerUrl, schemas);
    const admin = { name: 'admin:local', role: 'admin', digest: digestOf(identity.apiToken), local: true } as const;
    const auditLog = loadConfig(environment, auditLogConfig);
    const services = servicesInOneProcess({ databaseUrl: ownerUrl, samanage, auditLog, logger });
    const application = await startHttpApplication(services, {
      logger,
      tokens: [admin],
      host,
      port,
    });
    return {
      host,
      port: application.port,
      processes: () => [{ name: 'all-in-one', pid: process.pid }],
      onReplaced: () => undefined,
      stop: async () => {
        await application.close();
        await telemetry.stop();
      },
    };
  },
};
