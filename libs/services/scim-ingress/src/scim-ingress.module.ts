import { Module } from '@nestjs/common';
import { commandHandlers, commandsOf } from '@waybill/event-log';
import { ProtocolErrors } from '@waybill/runtime';
import { logToken, ServiceHostModule } from '@waybill/service-host';
import { access } from './domain/access';
import { tellInScim } from './inbound/scim-errors';
import { DecideUser, UsersController } from './inbound/users.controller';
import { FindDirectoryUsersHandler, GetDirectoryUserHandler } from './read-models/directory-users/find-directory-users';
import { FindJobOfTokenHandler } from './read-models/tokens/find-job-of-token';
import { scimIngressService } from './scim-ingress.service';

/** Connects jobs, issues and revokes their tokens. */
export const DecideAccess = commandsOf(access);

const log = logToken('scim-ingress');

@Module({
  imports: [ServiceHostModule.forService(scimIngressService)],
  controllers: [UsersController],
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
