import { anyDecider } from '@waybill/decider';
import type { ServiceDefinition, ServiceResources, TallyDefinition } from '@waybill/service-host';
import { Doorbell, type LoggedEvent, type Running, type SchemaDefinition } from '@waybill/event-log';
import { account } from './domain/account';
import { group } from './domain/group';
import { job } from './domain/job';
import { reactions } from './inbound/reactions';
import { SamanageClient } from './outbound/samanage-client';
import { writeFor } from './outbound/job-writer';
import { accountLinks, accountLinksMigration } from './read-models/account-links/account-links';
import { accountWork, accountWorkTable } from './read-models/account-work/account-work';
import { accountWorkMigrations } from './read-models/account-work/account-work-migrations';
import { connectedJobs, jobs, jobsMigration } from './read-models/jobs/jobs';
import { baseUrlOf, type SamanageConnectorConfig } from './samanage-connector.config';

const name = 'samanage-connector';
const schema = 'samanage_connector';

/** How each event counts for conservation. */
const counted: Readonly<Record<string, ReturnType<TallyDefinition['count']>>> = {
  'samanage.account-created': ['applied'],
  'samanage.account-linked': ['applied'],
  'samanage.account-updated': ['applied'],
  'samanage.account-disabled': ['applied'],
  'samanage.account-enabled': ['applied'],
  'samanage.account-deleted': ['applied'],
  'samanage.account-unchanged': ['unchanged'],
  'samanage.account-skipped': ['skipped'],
  'samanage.change-superseded': ['superseded'],
  // It comes and ends in one.
  'samanage.group-skipped': ['received', 'skipped'],
};

function count({ type, data }: LoggedEvent): ReturnType<TallyDefinition['count']> {
  if (type !== 'samanage.change-received') return counted[type] ?? [];
  return (data as { cause: string }).cause === 'desired' ? ['received'] : ['opened'];
}

const tally: TallyDefinition = {
  eventType: 'samanage.tally-stated',
  count,
  openChanges: `SELECT job, sum((payload->>'waiting')::int)::bigint AS changes FROM ${accountWorkTable} GROUP BY job`,
  broughtBy: ['mapping.account-desired', 'mapping.group-desired', 'mapping.members-desired'],
};

/** What the connector keeps. */
export const samanageConnectorSchema: SchemaDefinition = {
  schema,
  migrations: [...accountWorkMigrations(schema), accountLinksMigration(schema), jobsMigration(schema)],
};

/** The service that makes accounts at Samanage what they should be. */
export function samanageConnectorService(
  config: SamanageConnectorConfig,
  onError: (error: unknown) => void,
): ServiceDefinition {
  return {
    name,
    ...samanageConnectorSchema,
    deciders: { account: anyDecider(account), group: anyDecider(group), job: anyDecider(job) },
    inline: [accountWork, accountLinks, jobs],
    projections: [],
    sources: ['mapping'],
    reactions: () => reactions,
    tally,
    runners: (resources) => [writeForEveryJob(config, resources, onError)],
  };
}

const lookForJobsMilliseconds = 1_000;

/** Starts a writer for each job as soon as the connector knows it. */
function writeForEveryJob(
  config: SamanageConnectorConfig,
  { pool, log }: ServiceResources,
  onError: (error: unknown) => void,
): Running {
  const { workers, timeoutSeconds, graceSeconds } = config;
  const client = new SamanageClient({
    baseUrl: baseUrlOf(config),
    token: config.token.reveal(),
    timeoutMilliseconds: timeoutSeconds * 1_000,
    connections: workers,
  });
  const writers = new Map<string, Running>();
  const watch = new AbortController();
  const reported = (error: unknown): string[] => {
    onError(error);
    return [];
  };
  const watching = (async () => {
    while (!watch.signal.aborted) {
      for (const job of await connectedJobs(pool).catch(reported)) {
        if (writers.has(job)) continue;
        const times = { timeoutMilliseconds: timeoutSeconds * 1_000, graceMilliseconds: graceSeconds * 1_000 };
        writers.set(job, writeFor({ job, client, pool, log, workers, ...times, onError }));
      }
      await new Doorbell().wait(lookForJobsMilliseconds, watch.signal);
    }
  })();
  return {
    stop: async () => {
      watch.abort();
      await watching;
      await Promise.all([...writers.values()].map((writer) => writer.stop()));
      await client.close();
    },
  };
}
