import { type DynamicModule, Module } from '@nestjs/common';
import { commandHandlers } from '@waybill/event-log';
import { logToken, ServiceHostModule } from '@waybill/service-host';
import { ConnectionController } from './inbound/connection.controller';
import { StandbyController, ValidateCredentialsController } from './inbound/credentials.controller';
import { DecideConnection, SecretsController } from './inbound/secrets.controller';
import { connectionProviders } from './outbound/connection/connection-providers';
import type { SamanageConnectorConfig } from './samanage-connector.config';
import { samanageConnectorService } from './samanage-connector.service';

/** The connector in a Nest application. */
@Module({})
export class SamanageConnectorModule {
  static with(config: SamanageConnectorConfig, onError: (error: unknown) => void): DynamicModule {
    return {
      module: SamanageConnectorModule,
      imports: [ServiceHostModule.forService(samanageConnectorService(config, onError))],
      controllers: [SecretsController, ValidateCredentialsController, StandbyController, ConnectionController],
      providers: [...commandHandlers(logToken('samanage-connector'), DecideConnection), ...connectionProviders(config)],
    };
  }
}
