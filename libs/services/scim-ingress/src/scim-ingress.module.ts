import { Module } from '@nestjs/common';
import { commandHandlers } from '@waybill/event-log';
import { ProtocolErrors } from '@waybill/runtime';
import { logToken, ServiceHostModule } from '@waybill/service-host';
import { TokenUses } from './domain/job-tokens';
import { RequestRates } from './domain/rate-limit';
import { EndpointKinds } from './domain/refusals';
import { BulkController } from './inbound/bulk/bulk.controller';
import { DiscoveryController, ServiceProviderConfigController } from './inbound/discovery.controller';
import { DecideEndpoint, EndpointController } from './inbound/endpoint.controller';
import { JobEndpointKinds, JobRequestRates } from './inbound/endpoint-ports';
import { MeController } from './inbound/me.controller';
import { JobRateLimit } from './inbound/rate-limit';
import { RefusalRecorder } from './inbound/refusals';
import { ResourceLists } from './inbound/resource-lists';
import { DecideGroup, DecideOwnResource, DecideUser, ResourceWrites } from './inbound/resource-writes';
import { ResourcesController } from './inbound/resources.controller';
import { SearchController } from './inbound/search.controller';
import { tellInScim } from './inbound/scim-errors';
import { DecideAccess, TokensController } from './inbound/tokens.controller';
import { FindCursorSecretHandler } from './read-models/cursor-secret/cursor-secret';
import { FindJobEndpointHandler } from './read-models/endpoints/find-job-endpoint';
import { ReadRelationsHandler } from './read-models/members/read-relations';
import { FindResourcesHandler } from './read-models/resources/find-resources';
import { GetResourceHandler } from './read-models/resources/get-resource';
import { IsJobConnectedHandler } from './read-models/tokens/connected-jobs';
import { FindJobOfTokenHandler } from './read-models/tokens/find-job-of-token';
import { ListJobTokensHandler } from './read-models/tokens/list-job-tokens';
import { GatheredTokenUses } from './read-models/tokens/token-uses';
import { scimIngressService } from './scim-ingress.service';

const log = logToken('scim-ingress');

@Module({
  imports: [ServiceHostModule.forService(scimIngressService)],
  // Fixed paths come before those that take a name.
  controllers: [
    ServiceProviderConfigController,
    DiscoveryController,
    MeController,
    BulkController,
    SearchController,
    ResourcesController,
    TokensController,
    EndpointController,
  ],
  providers: [
    ...commandHandlers(log, DecideUser),
    ...commandHandlers(log, DecideGroup),
    ...commandHandlers(log, DecideOwnResource),
    ...commandHandlers(log, DecideAccess),
    ...commandHandlers(log, DecideEndpoint),
    FindJobEndpointHandler,
    GetResourceHandler,
    FindResourcesHandler,
    FindCursorSecretHandler,
    ReadRelationsHandler,
    FindJobOfTokenHandler,
    ListJobTokensHandler,
    IsJobConnectedHandler,
    ResourceWrites,
    ResourceLists,
    JobRateLimit,
    RefusalRecorder,
    { provide: TokenUses, useClass: GatheredTokenUses },
    { provide: RequestRates, useClass: JobRequestRates },
    { provide: EndpointKinds, useClass: JobEndpointKinds },
  ],
})
export class ScimIngressModule {
  constructor(errors: ProtocolErrors, refusals: RefusalRecorder) {
    errors.register('/scim/', tellInScim, refusals.observe);
  }
}
