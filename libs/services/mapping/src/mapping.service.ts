import { directoryWrites } from '@waybill/contracts';
import { anyDecider } from '@waybill/decider';
import type { LoggedEvent } from '@waybill/event-log';
import type { ServiceDefinition, TallyDefinition } from '@waybill/service-host';
import { group } from './domain/group';
import { job } from './domain/job';
import { subject } from './domain/subject';
import { tenant } from './domain/tenant';
import { unmappedResource } from './domain/unmapped-resource';
import { evaluateLeavers, type LeaverBook } from './inbound/evaluate-leavers';
import { jobsInSets } from './inbound/jobs-in-sets';
import { makePlans, type PlanBook } from './inbound/make-plans';
import { recordOutcomes } from './inbound/record-outcomes';
import { type CycleBook, runInitialCycles } from './inbound/run-initial-cycles';
import { skipUnmappedResources } from './inbound/skip-unmapped-resources';
import { takeInGroups, takeInMembers } from './inbound/take-in-groups';
import { takeInSettings } from './inbound/take-in-settings';
import { takeInRoles, takeInTenant } from './inbound/take-in-tenant';
import { takeInUsers } from './inbound/take-in-users';
import { tellSnapshots } from './inbound/tell-snapshots';
import { cycleProgress, cycles, cyclesMigration, saveCycleProgress } from './read-models/cycles/cycles';
import {
  forgetGroupLeavers,
  groupLeavers,
  groupMembers,
  groupMembersMigration,
  membershipCollection,
  membersOf,
} from './read-models/group-members/group-members';
import { findJobs, jobCollection, jobs, jobsInInitialCycle, jobsMigrations } from './read-models/jobs/jobs';
import { lossCollection, losses, lossesMigration } from './read-models/losses/losses';
import {
  addToPlan,
  beginPlan,
  finishPlan,
  plansMigration,
  planTenantMigration,
  waitingPlan,
} from './read-models/plans/plans';
import { externalIdsMigration } from './read-models/on-demand/external-ids';
import { onDemandChanges, onDemandMigration } from './read-models/on-demand/on-demand';
import { rulesVersions, rulesVersionsMigration } from './read-models/rules-versions/rules-versions';
import { groupStatesMigration } from './read-models/subjects/group-states';
import { subjectEntriesAfter, subjectsAfter } from './read-models/subjects/read-subjects';
import { subjectStatesMigration } from './read-models/subjects/subject-states';
import { dueSnapshots, subjects, subjectsMigration } from './read-models/subjects/subjects';
import { collectTenantPart, tenantEntries, tenantMigration, tenantReads } from './read-models/tenant/tenant';
import {
  waitingChanges,
  waitingChangesMigrations,
  waitingChangesTable,
} from './read-models/waiting-changes/waiting-changes';

const schema = 'mapping';

/** How each event counts for conservation. */
const counted: Readonly<Record<string, ReturnType<TallyDefinition['count']>>> = {
  'mapping.account-desired': ['received'],
  'mapping.group-desired': ['received'],
  'mapping.members-desired': ['received'],
  'mapping.subject-skipped': ['skipped'],
  'mapping.change-unchanged': ['unchanged'],
  'mapping.change-superseded': ['superseded'],
  'mapping.change-abandoned': ['abandoned'],
  'mapping.change-parked': [],
  'mapping.change-staged': [],
};

/** What began in the directory was opened there, and what is released began before. */
const opening: ReadonlySet<unknown> = new Set(['cycle', 'membership', 'on-demand']);

function count({ type, data }: LoggedEvent): ReturnType<TallyDefinition['count']> {
  const { cause, part, parts } = data as { cause?: string; part?: number; parts?: number };
  const as = counted[type];
  if (!as || part !== parts) return [];
  return opening.has(cause) ? ['opened', ...as] : as;
}

/** The service that owns jobs and rules, and decides what every account and group should be. */
export const mappingService: ServiceDefinition = {
  name: 'mapping',
  schema,
  migrations: [
    ...jobsMigrations(schema),
    subjectsMigration(schema),
    rulesVersionsMigration(schema),
    groupMembersMigration(schema),
    lossesMigration(schema),
    ...waitingChangesMigrations(schema),
    cyclesMigration(schema),
    plansMigration(schema),
    subjectStatesMigration(schema),
    tenantMigration(schema),
    planTenantMigration(schema),
    onDemandMigration(schema),
    externalIdsMigration(schema),
    groupStatesMigration(schema),
  ],
  deciders: {
    account: anyDecider(subject),
    group: anyDecider(group),
    resource: anyDecider(unmappedResource),
    job: anyDecider(job),
    tenant: anyDecider(tenant),
  },
  inline: [jobs, subjects, rulesVersions, groupMembers, losses, waitingChanges, cycles, onDemandChanges, tenantReads],
  collections: [jobCollection, lossCollection, membershipCollection],
  projections: [],
  sources: ['scim-ingress', 'samanage-connector'],
  reactions: ({ pool }) => {
    const jobOf = jobsInSets((jobIds) => findJobs(pool, jobIds));
    return [
      takeInUsers(jobOf),
      takeInGroups(jobOf),
      takeInMembers(jobOf),
      skipUnmappedResources(jobOf),
      recordOutcomes,
      takeInTenant((jobId, part) => collectTenantPart(pool, jobId, part)),
      takeInRoles,
      takeInSettings(async (jobId) => (await findJobs(pool, [jobId])).get(jobId)),
    ];
  },
  tally: {
    eventType: 'mapping.tally-stated',
    count,
    openChanges: `SELECT job, count(*) AS changes FROM ${waitingChangesTable} GROUP BY job`,
    broughtBy: directoryWrites.map(({ type }) => type),
  },
  runners: (resources) => {
    const { pool, log } = resources;
    const jobOf = jobsInSets((jobIds) => findJobs(pool, jobIds));
    const report = (part: string) => (error: unknown) => resources.onError(part, error);
    return [
      runInitialCycles(cycleBook, { pool, log, onError: report('initial cycles') }),
      tellSnapshots({ due: dueSnapshots, membersOf }, jobOf, { pool, log, onError: report('group snapshots') }),
      evaluateLeavers(leaverBook, jobOf, { pool, log, onError: report('group leavers') }),
      makePlans(planBook, { pool, onError: report('plans') }),
    ];
  },
};

const cycleBook: CycleBook = {
  running: async (sql) => [...(await findJobs(sql, await jobsInInitialCycle(sql))).values()],
  subjectsAfter,
  progress: cycleProgress,
  saveProgress: saveCycleProgress,
};

const leaverBook: LeaverBook = { leavers: groupLeavers, forget: forgetGroupLeavers };

const planBook: PlanBook = {
  waiting: waitingPlan,
  begin: beginPlan,
  entriesAfter: subjectEntriesAfter,
  lookUp: tenantEntries,
  add: addToPlan,
  finish: finishPlan,
};
