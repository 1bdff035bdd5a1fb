import type { AccountDesired, GroupDesired, JobCreated, JobRulesApplied, MembersDesired } from '@waybill/contracts';
import { instruct } from '@waybill/event-log';
import type { Reaction } from '@waybill/messaging';
import { account } from '../domain/account/account';
import { group } from '../domain/group/group';
import { job } from '../domain/job';

/** What mapping wants becomes a command of the connector, once; its version is that of mapping's stream. */
export const reactions: readonly Reaction[] = [
  {
    on: ['mapping.account-desired'],
    react: ({ job: jobId, streamVersion: version, data }) => [
      instruct(account, { type: 'desire-account', jobId, version, desired: data as AccountDesired['data'] }),
    ],
  },
  {
    on: ['mapping.group-desired'],
    react: ({ job: jobId, streamVersion: version, data }) => [
      instruct(group, { type: 'desire-group', jobId, version, desired: data as GroupDesired['data'] }),
    ],
  },
  {
    on: ['mapping.members-desired'],
    react: ({ job: jobId, streamVersion: version, data }) => [
      instruct(group, { type: 'desire-members', jobId, version, desired: data as MembersDesired['data'] }),
    ],
  },
  {
    on: ['job.created'],
    react: ({ job: jobId, data }) => {
      const { servicePrincipalId, name } = data as JobCreated['data'];
      return [instruct(job, { type: 'connect-job', jobId, servicePrincipalId, name })];
    },
  },
  {
    on: ['job.rules-applied'],
    react: ({ job: jobId, data }) => {
      const { rulesVersion } = data as JobRulesApplied['data'];
      // The first rules come with the job itself.
      return rulesVersion > 1 ? [instruct(job, { type: 'release-parked', jobId, rulesVersion })] : [];
    },
  },
];
