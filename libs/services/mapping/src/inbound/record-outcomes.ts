import { accountOutcomes, type AccountOutcome } from '@waybill/contracts';
import { instruct } from '@waybill/event-log';
import type { Reaction } from '@waybill/messaging';
import { subject } from '../domain/subject';

/** Keeps the link and the values last applied, which the next decision is compared with. */
export const recordOutcomes: Reaction = {
  on: accountOutcomes.map(({ type }) => type),
  react: ({ job: jobId, data }) => {
    const { userId, changeId, samanageId, applied } = data as AccountOutcome['data'];
    return [instruct(subject, { type: 'record-outcome', jobId, userId, changeId, samanageId, applied })];
  },
};
