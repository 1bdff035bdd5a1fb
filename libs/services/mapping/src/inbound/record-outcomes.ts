import type { LinkRemoved, LinkSet, OutcomeRecorded } from '@waybill/contracts';
import { instruct, type Instruction } from '@waybill/event-log';
import type { Reaction } from '@waybill/messaging';
import { group } from '../domain/group';
import {
  answerOfReport,
  type ConnectorReport,
  connectorEnds,
  outcomeOfEnd,
  subjectOfReport,
} from '../domain/on-demand/on-demand-answer';
import { subject } from '../domain/subject';
import type { Report } from '../domain/subject-reports';

type LinkChange = LinkSet | LinkRemoved;

/**
 * Keeps the link and the values last applied, which plans are compared with, and what became of each change; and tells
 * those who wait for one.
 */
export const recordOutcomes: Reaction = {
  on: [...connectorEnds, 'samanage.change-parked', 'samanage.link-set', 'samanage.link-removed'],
  react: ({ job, type, data }) => {
    const told = { type, data } as unknown as ConnectorReport | LinkChange;
    switch (told.type) {
      case 'samanage.link-set':
        return [instructed(job, told.data, { type: 'record-link', samanageId: told.data.samanageId })];
      case 'samanage.link-removed':
        return [instructed(job, told.data, { type: 'record-link', samanageId: null })];
      default:
        return [instructed(job, subjectOfReport(told), reportOf(told))];
    }
  },
};

function reportOf(told: ConnectorReport): Report {
  const answer = answerOfReport(told);
  if (told.type === 'samanage.change-parked') return { type: 'record-parking', answer };
  const { changeId, cycleId } = told.data;
  return { type: 'record-outcome', changeId, cycleId, outcome: outcomeOfEnd(told.type), link: linkIn(told), answer };
}

function linkIn({ type, data }: ConnectorReport): OutcomeRecorded['data']['link'] {
  if (!('applied' in data)) return null;
  // What was deleted is told by its id, and linked no more.
  const isGone = type === 'samanage.account-deleted' || type === 'samanage.group-deleted';
  return { samanageId: isGone ? null : data.samanageId, applied: data.applied };
}

function instructed(
  jobId: string,
  { subjectId, subjectType }: { readonly subjectId: string; readonly subjectType: 'User' | 'Group' },
  report: Report,
): Instruction {
  return subjectType === 'Group'
    ? instruct(group, { jobId, groupId: subjectId, ...report })
    : instruct(subject, { jobId, userId: subjectId, ...report });
}
