import type { AccountOutcomeType, Difference, Remark, Step } from '@waybill/contracts';
import type { WorkItem } from '@waybill/event-log';
import type { ReportedOutcome } from '../../domain/account/account';
import type { AccountValues } from '../../domain/account/account-members';
import { differencesBetween, notTakenOverRemarks, redactedDifferences, redactedIn } from '../../domain/differences';
import type { AccountWork } from '../../read-models/work/work-row';
import * as steps from './steps';

export interface Report {
  readonly outcomeType: AccountOutcomeType;
  readonly outcome: ReportedOutcome;
}

/** What an attempt has found and done. */
export interface Findings {
  readonly outcomeType: AccountOutcomeType;
  /** Null where there is no account. */
  readonly id: number | null;
  /** Null where there was none. */
  readonly before: AccountValues | null;
  /** Null where there is none any more. */
  readonly after: AccountValues | null;
  /** What was sent and not taken over. */
  readonly untaken: AccountValues;
  /** What was not taken over before, and is not sent again. */
  readonly refused: AccountValues;
  readonly remarks: readonly Remark[];
  readonly steps: readonly Step[];
  /** Instead of the last step that goes with the outcome. */
  readonly lastStep?: Step;
  readonly waitsFor: string | null;
}

export const nothingFound = {
  id: null,
  before: null,
  after: null,
  untaken: {},
  refused: {},
  remarks: [],
  steps: [],
  waitsFor: null,
} as const;

/** What the log is told of a change that ended, without the values that no log may show. */
export function reportOf({ payload, version, attempts }: WorkItem<AccountWork>, findings: Findings): Report {
  const { outcomeType, id, after, untaken, waitsFor, lastStep } = findings;
  const redacted = payload.account?.redacted ?? [];
  const outcome: ReportedOutcome = {
    changeId: payload.changeId,
    version,
    samanageId: id,
    targetName: targetNameIn(findings, redacted),
    differences: redactedDifferences(differencesIn(findings), redacted),
    remarks: [...findings.remarks, ...notTakenOverRemarks(untaken, redacted)],
    steps: [...findings.steps, lastStep ?? steps.exported(outcomeType, id)],
    applied: after,
    refusedFields: { ...findings.refused, ...untaken },
    waitsFor,
    attempts,
    durationMilliseconds: Math.max(0, Date.now() - Date.parse(payload.since)),
  };
  return { outcomeType, outcome };
}

function targetNameIn({ before, after }: Findings, redacted: readonly string[]): string {
  const email = after?.email ?? before?.email ?? null;
  return redactedIn(redacted, 'email', email) ?? '';
}

function differencesIn({ outcomeType, before, after }: Findings): Difference[] {
  if (after) return differencesBetween(before, after);
  return outcomeType === 'samanage.account-deleted' ? differencesBetween(before, {}) : [];
}
