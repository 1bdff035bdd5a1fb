import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { MessageBus } from '@waybill/messaging';
import { HealthRegistry, Metrics } from '@waybill/runtime';
import type { ServiceDefinition } from '../service-definition';
import { ServiceHost, type ServiceHostOptions } from '../service-host';
import { operationsController } from './operations.controller';
import { watch } from './watch';

/** The host of a service, for what must reach its log or its connections. */
export const hostToken = (service: string): symbol => Symbol.for(`waybill host ${service}`);
/** The `EventLog` of a service; commands of its deciders are submitted there. */
export const logToken = (service: string): symbol => Symbol.for(`waybill log ${service}`);
/** The `Pool` of a service; its read models are queried with it. */
export const poolToken = (service: string): symbol => Symbol.for(`waybill pool ${service}`);

/** The `SharedReads` of a service: for small questions that come in great numbers. */
export const readsToken = (service: string): symbol => Symbol.for(`waybill reads ${service}`);

/** What the app gives every service it runs. */
export abstract class ServiceEnvironment {
  abstract hostOptions(service: string): ServiceHostOptions;
  abstract readonly bus: MessageBus;
}

/** Runs a service inside a Nest application: it starts when all modules are there; all services of the
 * application rest before the server is closed, and their connections end after it. */
@Module({})
export class ServiceHostModule {
  static forService(definition: ServiceDefinition): DynamicModule {
    const { name } = definition;
    const host = hostToken(name);

    @Injectable()
    class Lifecycle implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
      constructor(
        private readonly service: ServiceHost,
        private readonly environment: ServiceEnvironment,
        private readonly health: HealthRegistry,
        private readonly metrics: Metrics,
      ) {}

      async onApplicationBootstrap(): Promise<void> {
        watch(this.service, this.health, this.metrics);
        await this.service.start(this.environment.bus);
      }

      async beforeApplicationShutdown(): Promise<void> {
        await this.service.rest();
      }

      async onApplicationShutdown(): Promise<void> {
        await this.service.close();
      }
    }

    return {
      module: class ServiceHostOf extends ServiceHostModule {},
      controllers: [operationsController(name, host)],
      providers: [
        {
          provide: host,
          useFactory: (environment: ServiceEnvironment) => new ServiceHost(definition, environment.hostOptions(name)),
          inject: [ServiceEnvironment],
        },
        { provide: logToken(name), useFactory: (service: ServiceHost) => service.log, inject: [host] },
        { provide: poolToken(name), useFactory: (service: ServiceHost) => service.pool, inject: [host] },
        { provide: readsToken(name), useFactory: (service: ServiceHost) => service.reads, inject: [host] },
        {
          provide: Lifecycle,
          useFactory: (...parts: ConstructorParameters<typeof Lifecycle>) => new Lifecycle(...parts),
          inject: [host, ServiceEnvironment, HealthRegistry, Metrics],
        },
      ],
      exports: [host, logToken(name), poolToken(name), readsToken(name)],
    };
  }
}
