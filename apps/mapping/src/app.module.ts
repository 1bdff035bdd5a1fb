import { MappingModule, mappingService } from '@waybill/mapping';
import type { SeparateService } from '@waybill/service-host';

/** The service that owns jobs and rules, as a process of its own. */
export const app: SeparateService = {
  name: mappingService.name,
  schema: mappingService,
  config: [],
  definition: () => mappingService,
  module: () => ({ module: MappingModule }),
};
