import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AuditLogModule, auditLogService } from '@waybill/audit-log';
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
export const schemas = [scimIngressService, mappingService, samanageConnectorSchema, auditLogService];

/** One process: the logs of the services are the bus between them. */
class OneProcess extends ServiceEnvironment {
  readonly bus: MessageBus;

  constructor(
    private readonly databaseUrl: string,
    private readonly logger: Logger,
  ) {
    super();
    this.bus = new LogFollowingBus({ onError: (consumer, error) => this.report(consumer, error) });
  }

  hostOptions(service: string): ServiceHostOptions {
    const onError = (part: string, error: unknown) => this.report(`${service} ${part}`, error);
    return { databaseUrl: this.databaseUrl, onError };
  }

  private report(part: string, error: unknown): void {
    this.logger.warn({ part, err: error }, 'a part failed, and is tried again');
  }
}

export interface ServicesOptions {
  readonly databaseUrl: string;
  readonly samanage: SamanageConnectorConfig;
  readonly logger: Logger;
}

@Global()
@Module({})
class EnvironmentModule {}

/** The four services as modules of one application. */
export function servicesInOneProcess({ databaseUrl, samanage, logger }: ServicesOptions): DynamicModule[] {
  const environment = new OneProcess(databaseUrl, logger);
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
    { module: AuditLogModule },
  ];
}
