import { type DynamicModule, Module } from '@nestjs/common';
import { ServiceHostModule } from '@waybill/service-host';
import type { SamanageConnectorConfig } from './samanage-connector.config';
import { samanageConnectorService } from './samanage-connector.service';

/** The connector in a Nest application; it has no routes of its own yet. */
@Module({})
export class SamanageConnectorModule {
  static with(config: SamanageConnectorConfig, onError: (error: unknown) => void): DynamicModule {
    return {
      module: SamanageConnectorModule,
      imports: [ServiceHostModule.forService(samanageConnectorService(config, onError))],
    };
  }
}
