import type { DesiredValues, LinkRecorded, OnDemandAnswered, OutcomeRecorded } from '@waybill/contracts';
import { withoutHidden } from './on-demand/without-hidden';

/** What mapping remembers of what the connector told of a user or group. */
export interface Reported {
  /** The account or group at Samanage; null while there is none. */
  readonly samanageId: number | null;
  /** The change whose outcome was heard last, and what it was. */
  readonly outcomeOf: string | null;
  readonly lastOutcome: OutcomeRecorded['data']['outcome'] | null;
  /** The account or group as it was last applied; null where that is not known. */
  readonly applied: Readonly<Record<string, string | null>> | null;
  /** An admin gave up at the connector what was wanted last; that holds until something else is wanted. */
  readonly isAbandoned: boolean;
  /** The changes that an admin asked for and waits for. */
  readonly onDemand: readonly string[];
}

export const nothingReported: Reported = {
  samanageId: null,
  outcomeOf: null,
  lastOutcome: null,
  applied: null,
  isAbandoned: false,
  onDemand: [],
};

export type ReportEvent = OutcomeRecorded | LinkRecorded | OnDemandAnswered;

interface OutcomeReport extends Omit<OutcomeRecorded['data'], 'subjectId' | 'subjectType'> {
  readonly type: 'record-outcome';
  /** What an admin is told who waits for the change. */
  readonly answer?: OnDemandAnswered['data'];
}

/** What the connector tells of a user or group: how a change ended, that it cannot be applied now, or another link. */
export type Report =
  | OutcomeReport
  | { readonly type: 'record-parking'; readonly answer: OnDemandAnswered['data'] }
  | { readonly type: 'record-link'; readonly samanageId: number | null };

/** Whom a report is about, and what was wanted of him. */
export interface ReportedSubject {
  readonly subjectId: string;
  readonly subjectType: 'User' | 'Group';
  readonly wanted: DesiredValues | null;
}

export const isReport = <C extends { readonly type: string }>(command: C): command is Extract<C, Report> =>
  command.type === 'record-outcome' || command.type === 'record-parking' || command.type === 'record-link';

/** What follows from a report; one that comes again has no effect. */
export function reportEvents(
  report: Report,
  { wanted, subjectId, subjectType }: ReportedSubject,
  state: Reported,
): ReportEvent[] {
  const subject = { subjectId, subjectType };
  switch (report.type) {
    case 'record-link': {
      const { samanageId } = report;
      if (samanageId === state.samanageId) return [];
      return [{ type: 'mapping.link-recorded', data: { ...subject, samanageId } }];
    }
    case 'record-parking':
      return answerFor(report.answer, wanted, state);
    case 'record-outcome': {
      const { changeId, cycleId, outcome, link, answer } = report;
      if (state.outcomeOf === changeId) return [];
      const data = { changeId, cycleId, ...subject, outcome, link };
      const known = link ? { ...state, applied: link.applied } : state;
      return [{ type: 'mapping.outcome-recorded', data }, ...(answer ? answerFor(answer, wanted, known) : [])];
    }
  }
}

/** Only where an admin waits for the change. */
function answerFor(
  answer: OnDemandAnswered['data'],
  wanted: DesiredValues | null,
  { onDemand, applied }: Reported,
): OnDemandAnswered[] {
  if (!onDemand.includes(answer.changeId)) return [];
  return [{ type: 'mapping.on-demand-answered', data: withoutHidden(answer, wanted, applied) }];
}

/**
 * How an outcome changes what is remembered.
 *
 * @param isOfWanted the change is about what is wanted now: giving it up gives that up
 */
export function withOutcome<S extends Reported>(
  state: S,
  { changeId: outcomeOf, outcome: lastOutcome, link }: OutcomeRecorded['data'],
  isOfWanted: boolean,
): S {
  const gaveUp = lastOutcome === 'abandoned' && isOfWanted;
  // One with a link reached what is wanted; others, such as those of members, say nothing of it.
  const isAbandoned = gaveUp || (link === null && state.isAbandoned);
  return { ...state, outcomeOf, lastOutcome, ...link, isAbandoned };
}

/** What the account or group is, whose link an admin changed, is not known before the connector looked. */
export const withLink = <S extends Reported>(state: S, { samanageId }: LinkRecorded['data']): S => ({
  ...state,
  samanageId,
  applied: null,
});

export const withAnswer = <S extends Reported>(state: S, { changeId }: OnDemandAnswered['data']): S => ({
  ...state,
  onDemand: state.onDemand.filter((each) => each !== changeId),
});

/** Of a change that was passed on, an admin who asked for it is still to be told. */
export const awaiting = (
  { onDemand }: Reported,
  { cause, changeId }: { readonly cause: string; readonly changeId: string },
): readonly string[] => (cause === 'on-demand' && !onDemand.includes(changeId) ? [...onDemand, changeId] : onDemand);
