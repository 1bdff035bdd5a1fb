import { instruct } from '@waybill/event-log';
import type { Reaction } from '@waybill/messaging';
import { access } from '../domain/access';

/** A job that mapping created is served here. */
export const reactions: readonly Reaction[] = [
  { on: ['job.created'], react: ({ job: jobId }) => [instruct(access, { type: 'connect-job', jobId })] },
];
