import { directoryWrites } from '@waybill/contracts';
import { anyDecider } from '@waybill/decider';
import type { ServiceDefinition } from '@waybill/service-host';
import { job } from './domain/job';
import { subject } from './domain/subject';
import { unmappedSubject } from './domain/unmapped-subject';
import { evaluateDirectoryUsers } from './inbound/evaluate-directory-users';
import { jobsInSets } from './inbound/jobs-in-sets';
import { recordOutcomes } from './inbound/record-outcomes';
import { skipUnmapped } from './inbound/skip-unmapped';
import { findJobs, jobs, jobsMigration } from './read-models/jobs/jobs';
import { parkedChanges, parkedChangesMigration, parkedChangesTable } from './read-models/parked-changes/parked-changes';

const schema = 'mapping';

const counted = {
  'mapping.account-desired': 'received',
  'mapping.subject-skipped': 'skipped',
  'mapping.change-superseded': 'superseded',
} as const;

/** The service that owns jobs and rules, and decides what every account should be. */
export const mappingService: ServiceDefinition = {
  name: 'mapping',
  schema,
  migrations: [jobsMigration(schema), parkedChangesMigration(schema)],
  deciders: {
    account: anyDecider(subject),
    group: anyDecider(unmappedSubject),
    resource: anyDecider(unmappedSubject),
    job: anyDecider(job),
  },
  inline: [jobs, parkedChanges],
  projections: [],
  sources: ['scim-ingress', 'samanage-connector'],
  reactions: ({ pool }) => {
    const jobOf = jobsInSets((jobIds) => findJobs(pool, jobIds));
    return [evaluateDirectoryUsers(jobOf), skipUnmapped(jobOf), recordOutcomes];
  },
  tally: {
    eventType: 'mapping.tally-stated',
    count: ({ type }) => counted[type as keyof typeof counted],
    openChanges: `SELECT job, count(*) AS changes FROM ${parkedChangesTable} GROUP BY job`,
    broughtBy: directoryWrites.map(({ type }) => type),
  },
};
