import { directoryWrites } from '@waybill/contracts';
import { anyDecider } from '@waybill/decider';
import type { LoggedEvent } from '@waybill/event-log';
import type { ServiceDefinition } from '@waybill/service-host';
import { access } from './domain/access';
import { endpoint } from './domain/endpoint/endpoint';
import { refusals } from './domain/refusals';
import { group, ownResource, user } from './domain/resources/resource-decider';
import { tellGroupsOfDepartures } from './inbound/departed-members';
import { reactions } from './inbound/reactions';
import { cursorSecretMigration } from './read-models/cursor-secret/cursor-secret';
import { departedMembers } from './read-models/members/departed-members';
import { groupMembers, groupMembersMigration, memberCollection } from './read-models/members/group-members';
import {
  directoryResources,
  directoryResourcesMigration,
  resourceCollection,
} from './read-models/resources/directory-resources';
import { resourceStatesMigration } from './read-models/resources/resource-states';
import { connectedJobs, connectedJobsMigration } from './read-models/tokens/connected-jobs';
import { tokenUsesMigration } from './read-models/tokens/token-uses';
import { tokens, tokensMigration, tokenTermsMigration } from './read-models/tokens/tokens';

const schema = 'scim_ingress';

const opening = new Set<string>(directoryWrites.map(({ type }) => type));

/** A change that is told in several parts is opened by the last. */
function opensChange({ type, data }: LoggedEvent): boolean {
  const { part, parts } = data as { readonly part?: number; readonly parts?: number };
  return opening.has(type) && part === parts;
}

/** The service that takes what Azure AD pushes. */
export const scimIngressService: ServiceDefinition = {
  name: 'scim-ingress',
  schema,
  migrations: [
    directoryResourcesMigration(schema),
    groupMembersMigration(schema),
    resourceStatesMigration(schema),
    tokensMigration(schema),
    tokenTermsMigration(schema),
    connectedJobsMigration(schema),
    tokenUsesMigration(schema),
    cursorSecretMigration(schema),
  ],
  deciders: {
    user: anyDecider(user),
    group: anyDecider(group),
    resource: anyDecider(ownResource),
    job: anyDecider(access),
    endpoint: anyDecider(endpoint),
    refusals: anyDecider(refusals),
  },
  inline: [directoryResources, groupMembers, tokens, connectedJobs],
  collections: [memberCollection, resourceCollection],
  projections: [],
  sources: ['mapping'],
  reactions: () => reactions,
  runners: ({ pool, log, onError }) => [
    tellGroupsOfDepartures({
      pool,
      log,
      departed: departedMembers,
      onError: (error) => onError('departed members', error),
    }),
  ],
  tally: {
    eventType: 'directory.tally-stated',
    count: (event) => (opensChange(event) ? ['opened'] : []),
    // A change begins here and waits nowhere: what has its 2xx is mapping's to take in.
    openChanges: 'SELECT NULL::text AS job, 0 AS changes WHERE false',
    broughtBy: [],
  },
};
