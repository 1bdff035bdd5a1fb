import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Logger } from 'pino';
import { AccessGuard } from '../access/access.guard';
import { type AccessToken, AccessTokens } from '../access/access-tokens';
import { ProtocolErrors } from '../errors/protocol-errors';
import { HealthRegistry } from '../health/health-registry';
import { HealthController } from '../health/health.controller';
import { Metrics } from '../metrics/metrics';
import { MetricsController } from '../metrics/metrics.controller';

export interface RuntimeOptions {
  readonly logger: Logger;
  readonly tokens: readonly AccessToken[];
}

/** The injection token of the process' `Logger`. */
export const LOGGER = Symbol.for('waybill logger');

/** What every process has: health, metrics, a log, and a guard before every route. */
@Global()
@Module({})
export class RuntimeModule {
  static with({ logger, tokens }: RuntimeOptions, errors: ProtocolErrors): DynamicModule {
    return {
      module: RuntimeModule,
      controllers: [HealthController, MetricsController],
      providers: [
        HealthRegistry,
        Metrics,
        { provide: LOGGER, useValue: logger },
        { provide: ProtocolErrors, useValue: errors },
        { provide: AccessTokens, useValue: new AccessTokens(tokens) },
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
      exports: [HealthRegistry, Metrics, LOGGER, ProtocolErrors, AccessTokens],
    };
  }
}
