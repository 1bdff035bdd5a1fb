import { anyDecider } from '@waybill/decider';
import type { ServiceDefinition } from '@waybill/service-host';
import { access } from './domain/access';
import { user } from './domain/user';
import { reactions } from './inbound/reactions';
import { directoryUsers, directoryUsersMigration } from './read-models/directory-users/directory-users';
import { tokens, tokensMigration } from './read-models/tokens/tokens';

const schema = 'scim_ingress';

const opening = ['directory.user-created', 'directory.user-changed', 'directory.user-deleted'];

/** The service that takes what Azure AD pushes. */
export const scimIngressService: ServiceDefinition = {
  name: 'scim-ingress',
  schema,
  migrations: [directoryUsersMigration(schema), tokensMigration(schema)],
  deciders: { user: anyDecider(user), job: anyDecider(access) },
  inline: [directoryUsers, tokens],
  projections: [],
  sources: ['mapping'],
  reactions: () => reactions,
  tally: {
    eventType: 'directory.tally-stated',
    count: ({ type }) => (opening.includes(type) ? 'opened' : undefined),
    // A change begins here and waits nowhere: what has its 2xx is mapping's to take in.
    openChanges: 'SELECT NULL::text AS job, 0 AS changes WHERE false',
    broughtBy: [],
  },
};
