import { ScimIngressModule, scimIngressService } from '@waybill/scim-ingress';
import type { SeparateService } from '@waybill/service-host';

/** The service that takes what Azure AD pushes, as a process of its own. */
export const app: SeparateService = {
  name: scimIngressService.name,
  schema: scimIngressService,
  config: [],
  definition: () => scimIngressService,
  module: () => ({ module: ScimIngressModule }),
};
