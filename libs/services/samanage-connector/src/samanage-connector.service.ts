import { anyDecider } from '@waybill/decider';
import type { SchemaDefinition } from '@waybill/event-log';
import type { ServiceDefinition } from '@waybill/service-host';
import { account } from './domain/account/account';
import { group } from './domain/group/group';
import { job } from './domain/job';
import { reconciliation } from './domain/reconciliation';
import { tenant } from './domain/tenant';
import { reactions } from './inbound/reactions';
import { rateBudgetMigration } from './outbound/budget/kept-budget';
import { writeForEveryJob } from './outbound/writer/write-for-every-job';
import { accountLinks, accountLinksMigration } from './read-models/account-links/account-links';
import { credentialsMigration } from './read-models/credentials/credentials';
import { groups, groupsMigration } from './read-models/groups/groups';
import { jobs, jobsMigrations } from './read-models/jobs/jobs';
import { memberships, membershipsMigration } from './read-models/memberships/memberships';
import { parked, parkedMigration } from './read-models/parked/parked';
import { reconciliations, reconciliationsMigration } from './read-models/reconciliations/reconciliations';
import { tenantAccounts, tenantMigration } from './read-models/tenant/tenant-accounts';
import { work } from './read-models/work/work';
import { workMigrations } from './read-models/work/work-migrations';
import type { SamanageConnectorConfig } from './samanage-connector.config';
import { tally } from './tally';

const name = 'samanage-connector';
const schema = 'samanage_connector';

/** What the connector keeps. */
export const samanageConnectorSchema: SchemaDefinition = {
  schema,
  migrations: [
    ...workMigrations(schema),
    accountLinksMigration(schema),
    ...jobsMigrations(schema),
    groupsMigration(schema),
    membershipsMigration(schema),
    parkedMigration(schema),
    tenantMigration(schema),
    rateBudgetMigration(schema),
    credentialsMigration(schema),
    reconciliationsMigration(schema),
  ],
};

/** The service that makes accounts and groups at Samanage what they should be. */
export function samanageConnectorService(
  config: SamanageConnectorConfig,
  onError: (error: unknown) => void,
): ServiceDefinition {
  return {
    name,
    ...samanageConnectorSchema,
    deciders: {
      account: anyDecider(account),
      group: anyDecider(group),
      job: anyDecider(job),
      tenant: anyDecider(tenant),
      reconciliation: anyDecider(reconciliation),
    },
    inline: [work, accountLinks, groups, memberships, parked, jobs, tenantAccounts, reconciliations],
    projections: [],
    sources: ['mapping'],
    reactions: () => reactions,
    tally,
    runners: (resources) => [writeForEveryJob(config, resources, onError)],
  };
}
