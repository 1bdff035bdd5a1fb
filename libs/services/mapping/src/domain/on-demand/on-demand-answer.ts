import type {
  AccountOutcome,
  ChangeParked,
  ChangeStaged,
  ConnectorChangeAbandoned,
  ConnectorChangeParked,
  ConnectorChangeSuperseded,
  GroupOutcome,
  MembersOutcome,
  OnDemandAnswered,
  Step,
  SubjectSkipped,
} from '@waybill/contracts';
import { skippedStep } from '../steps';

/** What is told to an admin of a change that he asked for; one that the deletion brake holds back is `staged`. */
export interface OnDemandAnswer extends Omit<OnDemandAnswered['data'], 'outcome'> {
  readonly outcome: OnDemandAnswered['data']['outcome'] | 'staged';
}

/** How the connector tells that a change ended, or that it cannot be applied now. */
export type ConnectorReport =
  | AccountOutcome
  | GroupOutcome
  | MembersOutcome
  | ConnectorChangeParked
  | ConnectorChangeSuperseded
  | ConnectorChangeAbandoned;

type Action = OnDemandAnswer['action'];
type Outcome = Exclude<OnDemandAnswered['data']['outcome'], 'parked'>;

const applied = (action: Action) => ({ outcome: 'applied', action }) as const;
const unchanged = { outcome: 'unchanged', action: 'other' } as const;
const skipped = { outcome: 'skipped', action: 'other' } as const;

/** How each end of a change at the connector reads (product.md, "How our outcomes read in Azure AD's words"). */
const ends: Readonly<
  Record<Exclude<ConnectorReport['type'], 'samanage.change-parked'>, { readonly outcome: Outcome; action: Action }>
> = {
  'samanage.account-created': applied('create'),
  'samanage.account-linked': applied('update'),
  'samanage.account-updated': applied('update'),
  'samanage.account-enabled': applied('update'),
  'samanage.account-disabled': applied('disable'),
  'samanage.account-deleted': applied('delete'),
  'samanage.account-unchanged': unchanged,
  'samanage.account-skipped': skipped,
  'samanage.group-created': applied('create'),
  'samanage.group-linked': applied('update'),
  'samanage.group-updated': applied('update'),
  'samanage.group-deleted': applied('delete'),
  'samanage.group-unchanged': unchanged,
  'samanage.group-skipped': skipped,
  'samanage.members-updated': applied('update'),
  'samanage.members-unchanged': unchanged,
  'samanage.members-skipped': skipped,
  'samanage.change-superseded': { outcome: 'superseded', action: 'other' },
  'samanage.change-abandoned': { outcome: 'abandoned', action: 'other' },
};

/** The types of events that end a change at the connector. */
export const connectorEnds = Object.keys(ends) as readonly (keyof typeof ends)[];

/** The outcome in which an event of the connector ends a change. */
export const outcomeOfEnd = (type: keyof typeof ends): Outcome => ends[type].outcome;

/** Whom an event of the connector is about. */
export function subjectOfReport({ data }: ConnectorReport): { subjectId: string; subjectType: 'User' | 'Group' } {
  if ('subjectId' in data) return { subjectId: data.subjectId, subjectType: data.subjectType };
  return 'groupId' in data
    ? { subjectId: data.groupId, subjectType: 'Group' }
    : { subjectId: data.userId, subjectType: 'User' };
}

const nothingDone = {
  samanageId: null,
  targetName: '',
  code: null,
  reason: null,
  nextAttemptAt: null,
  differences: [],
  remarks: [],
  steps: [],
};

/** What an admin is told who waits for the change that an event of the connector is about. */
export function answerOfReport(event: ConnectorReport): OnDemandAnswered['data'] {
  const { changeId, cycleId, displayName } = event.data;
  const about = { changeId, cycleId, ...subjectOfReport(event), displayName };
  if (event.type === 'samanage.change-parked') return { ...about, ...parkedAnswer(event.data) };
  const end = ends[event.type];
  switch (event.type) {
    case 'samanage.change-superseded': {
      const reason = `A newer change of the same subject, ${event.data.supersededBy}, replaced this one`;
      const steps = [{ ...skippedStep('Superseded'), description: reason }];
      return { ...about, ...nothingDone, ...end, code: 'Superseded', reason, steps };
    }
    case 'samanage.change-abandoned': {
      const reason = `Given up by ${event.data.abandonedBy}: ${event.data.reason}`;
      const steps = [failedStep('EntrySynchronizationAbandon', reason, { AbandonedBy: event.data.abandonedBy })];
      return { ...about, ...nothingDone, ...end, code: 'Abandoned', reason, steps };
    }
    default:
      return { ...about, ...nothingDone, ...end, ...appliedAnswer(event.data), ...whySkipped(end.outcome, event.data) };
  }
}

function parkedAnswer(data: ConnectorChangeParked['data']) {
  const { action, samanageId, code, reason, nextAttemptAt, attempts } = data;
  const why = { action, samanageId, code, reason, nextAttemptAt };
  const details = { Attempts: String(attempts), NextAttempt: nextAttemptAt };
  const steps = [...data.steps, failedStep(exports[action] ?? 'EntryExportUpdate', reason, details)];
  return { ...nothingDone, outcome: 'parked' as const, ...why, steps };
}

const exports: Readonly<Partial<Record<Action, string>>> = {
  create: 'EntryExportAdd',
  disable: 'EntryExportUpdateSoftDelete',
  delete: 'EntryExportDelete',
};

const failedStep = (name: string, description: string, details: Step['details']): Step => ({
  name,
  type: 'export',
  status: 'failure',
  description,
  details,
});

function appliedAnswer(data: (AccountOutcome | GroupOutcome | MembersOutcome)['data']) {
  const { samanageId, targetName, remarks, steps } = data;
  return { samanageId, targetName, remarks, steps, differences: 'differences' in data ? data.differences : [] };
}

function whySkipped(outcome: Outcome, { steps }: { readonly steps: readonly Step[] }) {
  if (outcome === 'applied') return {};
  if (outcome === 'unchanged') {
    return { code: 'RedundantExport', reason: 'The state in both the source and target systems already match.' };
  }
  const last = steps.findLast(({ details }) => details['SkipReason'] !== undefined);
  return { code: last?.details['SkipReason'] ?? 'EntrySynchronizationSkipped', reason: last?.description ?? null };
}

/** What an admin is told of a change that mapping did not pass on; null where it did. */
export function answerOfDecision(event: { readonly type: string; readonly data: unknown }): OnDemandAnswer | null {
  const { type, data } = event as SubjectSkipped | ChangeParked | ChangeStaged;
  switch (type) {
    case 'mapping.subject-skipped': {
      const reason = data.steps.at(-1)?.description ?? null;
      return { ...aboutDecision(data), outcome: 'skipped', action: 'other', code: data.skipReason, reason };
    }
    case 'mapping.change-parked': {
      const { code, reason } = data;
      return { ...aboutDecision(data), outcome: 'parked', action: 'other', code, reason };
    }
    case 'mapping.change-staged':
      return {
        ...aboutDecision(data),
        outcome: 'staged',
        action: data.action,
        reason: data.reason,
        steps: [stagedStep(data)],
      };
    default:
      return null;
  }
}

const stagedStep = ({ action, reason }: ChangeStaged['data']): Step => ({
  name: 'EntrySynchronizationStage',
  type: 'processing',
  status: 'warning',
  description: `The ${action} waits for an admin: ${reason}`,
  details: { StagedAction: action },
});

function aboutDecision(data: (SubjectSkipped | ChangeParked | ChangeStaged)['data']) {
  const { changeId, cycleId, subjectId, subjectType, displayName } = data;
  return { changeId, cycleId, subjectId, subjectType, displayName, ...nothingDone };
}
