import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { type AuditLogConfig, AuditLogModule, auditLogSchema } from '@waybill/audit-log';
import { MappingModule, mappingService } from '@waybill/mapping';
import { LogFollowingBus, type MessageBus } from '@waybill/messaging';
import {
  type SamanageConnectorConfig,
  SamanageConnectorModule,
  samanageConnectorSchema,
} from '@waybill/samanage-connector';
import { ScimIngressModule, scimIngressService } from '@waybill/scim-ingress';
import { ServiceEnvironment, type ServiceHostOptions } from '@waybill/service-host';
import type { Logger } from 'pino';

/** What the services keep in their database. */
export const schemas = [scimIngressService, mappingService, samanageConnectorSchema, auditLogSchema];

export interface ServicesOptions {
  readonly databaseUrl: string;
  /** The logs themselves, unless told otherwise. */
  readonly bus?: MessageBus;
  readonly samanage: SamanageConnectorConfig;
  readonly auditLog: AuditLogConfig;
  readonly logger: Logger;
}

/** One process: the logs of the services are the bus between them. */
class OneProcess extends ServiceEnvironment {
  readonly bus: MessageBus;
  private readonly databaseUrl: string;
  private readonly logger: Logger;

  constructor({ databaseUrl, logger, bus }: ServicesOptions) {
    super();
    this.databaseUrl = databaseUrl;
    this.logger = logger;
    this.bus = bus ?? new LogFollowingBus({ onError: (consumer, error) => this.report(consumer, error) });
  }

  hostOptions(service: string): ServiceHostOptions {
    const onError = (part: string, error: unknown) => this.report(`${service} ${part}`, error);
    const onAlarm = (part: string, message: string) => this.logger.error({ part, alarm: true }, message);
    return { databaseUrl: this.databaseUrl, onError, onAlarm };
  }

  private report(part: string, error: unknown): void {
    this.logger.warn({ part, err: error }, 'a part failed, and is tried again');
  }
}

@Global()
@Module({})
class EnvironmentModule {}

/** The four services as modules of one application. */
export function servicesInOneProcess(options: ServicesOptions): DynamicModule[] {
  const { samanage, auditLog, logger } = options;
  const environment = new OneProcess(options);
  const onError = (error: unknown) => logger.warn({ part: 'samanage-connector', err: error }, 'a writer failed');
  return [
    {
      module: EnvironmentModule,
      providers: [{ provide: ServiceEnvironment, useValue: environment }],
      exports: [ServiceEnvironment],
    },
    CqrsModule.forRoot(),
    { module: ScimIngressModule },
    { module: MappingModule },
    SamanageConnectorModule.with(samanage, onError),
    AuditLogModule.with(auditLog),
  ];
}
