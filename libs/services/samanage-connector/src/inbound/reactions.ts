import type { AccountDesired, GroupDesired, MembersDesired } from '@waybill/contracts';
import { instruct } from '@waybill/event-log';
import type { Reaction } from '@waybill/messaging';
import { account } from '../domain/account';
import { group } from '../domain/group';
import { job } from '../domain/job';

/** What mapping wants becomes a command of the connector, once; its version is that of mapping's stream. */
export const reactions: readonly Reaction[] = [
  {
    on: ['mapping.account-desired'],
    react: ({ job: jobId, streamVersion, data }) => [
      instruct(account, {
        type: 'desire-account',
        jobId,
        version: streamVersion,
        desired: data as AccountDesired['data'],
      }),
    ],
  },
  {
    on: ['mapping.group-desired', 'mapping.members-desired'],
    react: ({ job: jobId, data }) => {
      const { changeId, cycleId, groupId, displayName, ...told } = data as (GroupDesired | MembersDesired)['data'];
      if ('parts' in told && told.part < told.parts) return [];
      const change = { changeId, cycleId, groupId, displayName };
      return [instruct(group, { type: 'end-group-change', jobId, change })];
    },
  },
  { on: ['job.created'], react: ({ job: jobId }) => [instruct(job, { type: 'connect-job', jobId })] },
];
