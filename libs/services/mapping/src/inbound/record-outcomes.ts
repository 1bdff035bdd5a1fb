import {
  type AccountChangeSuperseded,
  accountOutcomes,
  type AccountOutcome,
  type OutcomeRecorded,
} from '@waybill/contracts';
import { instruct } from '@waybill/event-log';
import type { Reaction } from '@waybill/messaging';
import { subject } from '../domain/subject';

/** Keeps the link and the values last applied, which plans are compared with, and what became of each change. */
export const recordOutcomes: Reaction = {
  on: [...accountOutcomes.map(({ type }) => type), 'samanage.change-superseded'],
  react: ({ job: jobId, type, data }) => {
    const { userId, changeId, cycleId } = data as (AccountOutcome | AccountChangeSuperseded)['data'];
    const outcome = outcomeOf(type);
    const link = outcome === 'superseded' ? null : linkIn(data as AccountOutcome['data']);
    return [instruct(subject, { type: 'record-outcome', jobId, userId, changeId, cycleId, outcome, link })];
  },
};

function outcomeOf(type: string): OutcomeRecorded['data']['outcome'] {
  if (type === 'samanage.change-superseded') return 'superseded';
  if (type === 'samanage.account-unchanged') return 'unchanged';
  return type === 'samanage.account-skipped' ? 'skipped' : 'applied';
}

const linkIn = ({ samanageId, applied }: AccountOutcome['data']) => ({ samanageId, applied });
