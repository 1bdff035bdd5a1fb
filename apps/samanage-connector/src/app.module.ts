import { loadConfig } from '@waybill/runtime';
import {
  samanageConnectorConfig,
  SamanageConnectorModule,
  samanageConnectorSchema,
  samanageConnectorService,
} from '@waybill/samanage-connector';
import type { SeparateService } from '@waybill/service-host';

/** The service that makes accounts at Samanage what they should be, as a process of its own. */
export const app: SeparateService = {
  name: 'samanage-connector',
  schema: samanageConnectorSchema,
  config: [samanageConnectorConfig],
  definition: (environment, onError) =>
    samanageConnectorService(loadConfig(environment, samanageConnectorConfig), onError),
  module: (environment, onError) =>
    SamanageConnectorModule.with(loadConfig(environment, samanageConnectorConfig), onError),
};
