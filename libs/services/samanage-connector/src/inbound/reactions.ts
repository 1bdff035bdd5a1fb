import type { AccountDesired } from '@waybill/contracts';
import { instruct } from '@waybill/event-log';
import type { Reaction } from '@waybill/messaging';
import { account } from '../domain/account';
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
  { on: ['job.created'], react: ({ job: jobId }) => [instruct(job, { type: 'connect-job', jobId })] },
];
