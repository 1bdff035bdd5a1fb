import type { WorkItem } from '@waybill/event-log';
import type { ReportedParking } from '../../domain/open-changes';
import type { AccountWork, GroupWork } from '../../read-models/work/work-row';
import type { SamanageFailure } from '../api/samanage-failure';

/** What follows from an attempt that failed: when the next one is, and whether the log is told. */
export interface Setback {
  readonly dueAt: Date;
  /** A call may have been done; before anything else its result is looked up. */
  readonly sent: boolean;
  readonly told: boolean;
}

const minute = 60_000;
/** Between attempts at what Samanage refuses for its content: an admin may have mended it there. */
const refusedGaps = [minute, 5 * minute, 15 * minute, 40 * minute] as const;
const unavailableCap = minute;
/** Until the second such answer has stopped everybody. */
const unauthorizedPause = 1_000;
/** A lost answer is told when it is lost again and again; the first times the outcome alone is worth telling. */
const toldAfterLostAnswers = 3;
const toldAfterMissing = 2;

const later = (milliseconds: number): Date => new Date(Date.now() + milliseconds);

/** Full jitter: attempts of many subjects do not come back together. */
const backOff = (attempts: number): number => 500 + Math.random() * Math.min(unavailableCap, 1_000 * 2 ** attempts);

/**
 * What follows from an attempt that failed. What is wrong with the account as a whole is its budget's and its health's
 * to say; here it only decides when this subject is tried again.
 */
export function setbackOf(
  failure: SamanageFailure,
  { attempts, sending }: WorkItem<unknown>,
  graceMilliseconds: number,
): Setback {
  // Whatever happens to a look-up, the call it asked about is still in doubt.
  const sent = sending !== null;
  switch (failure.kind) {
    case 'throttled':
      return { dueAt: later(0), sent, told: false };
    case 'not-allowed':
      // Bad credentials are everybody's; what the owner of good ones may not do may be this subject's alone.
      return {
        dueAt: later(failure.code === 'Unauthorized' ? unauthorizedPause : refusedGap(attempts)),
        sent,
        told: true,
      };
    case 'refused':
      return { dueAt: later(refusedGap(attempts)), sent, told: true };
    case 'not-found':
      // An account that vanished is found out about at once; where everything is missing, the address is wrong.
      return { dueAt: later(backOff(attempts)), sent, told: attempts >= toldAfterMissing };
    case 'unavailable':
      return { dueAt: later(backOff(attempts)), sent, told: true };
    case 'ambiguous':
      return { dueAt: later(graceMilliseconds), sent: true, told: attempts >= toldAfterLostAnswers };
  }
}

const refusedGap = (attempts: number): number => refusedGaps[Math.min(attempts, refusedGaps.length) - 1] ?? minute;

/** What the log is told of a change that cannot be applied now. */
export function parkingOf(
  item: WorkItem<AccountWork | GroupWork>,
  failure: SamanageFailure,
  nextAttempt: Date,
): ReportedParking {
  const { payload, version, attempts } = item;
  return {
    changeId: payload.changeId,
    version,
    samanageId: null,
    action: actionOf(item),
    code: failure.code,
    reason: failure.message,
    attempts,
    nextAttemptAt: nextAttempt.toISOString(),
    steps: [],
  };
}

/** What the change would have done. */
function actionOf({ payload, sending, version }: WorkItem<AccountWork | GroupWork>): ReportedParking['action'] {
  if (payload.kind === 'account' && payload.presence === 'absent') return 'delete';
  if (payload.kind === 'account' && payload.presence === 'disabled') return 'disable';
  return sending === 'create' || version === 1 ? 'create' : 'update';
}
