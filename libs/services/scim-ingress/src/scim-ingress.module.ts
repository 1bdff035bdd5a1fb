import { Module } from '@nestjs/common';
import { commandHandlers } from '@waybill/event-log';
import { ProtocolErrors } from '@waybill/runtime';
import { logToken, ServiceHostModule } from '@waybill/service-host';
import { tellInScim } from './inbound/scim-errors';
import { DecideAccess, TokensController } from './inbound/tokens.controller';
import { DecideUser, UsersController } from './inbound/users.controller';
import { FindDirectoryUsersHandler, GetDirectoryUserHandler } from './read-models/directory-users/find-directory-users';
import { FindJobOfTokenHandler } from './read-models/tokens/find-job-of-token';
import { scimIngressService } from './scim-ingress.service';

const log = logToken('scim-ingress');

@Module({
  imports: [ServiceHostModule.forService(scimIngressService)],
  controllers: [UsersController, TokensController],
  providers: [
    ...commandHandlers(log, DecideUser),
    ...commandHandlers(log, DecideAccess),
    GetDirectoryUserHandler,
    FindDirectoryUsersHandler,
    FindJobOfTokenHandler,
  ],
})
export class ScimIngressModule {
  constructor(errors: ProtocolErrors) {
    errors.register('/scim/', tellInScim);
  }
}
