import type { WorkItem } from '@waybill/event-log';
import type { ReportedParking } from '../domain/account';
import type { AccountWork } from '../read-models/account-work/account-work';
import type { Pace } from './pace';
import type { SamanageFailure } from './samanage-failure';

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
/** A lost answer is told when it is lost again and again; the first times the outcome alone is worth telling. */
const toldAfterLostAnswers = 3;
const toldAfterMissing = 2;

const later = (milliseconds: number): Date => new Date(Date.now() + milliseconds);

/** Full jitter: attempts of many subjects do not come back together. */
const backOff = (attempts: number): number => 500 + Math.random() * Math.min(unavailableCap, 1_000 * 2 ** attempts);

export function setbackOf(
  failure: SamanageFailure,
  { attempts, sending }: WorkItem<AccountWork>,
  pace: Pace,
  graceMilliseconds: number,
): Setback {
  // Whatever happens to a look-up, the call it asked about is still in doubt.
  const sent = sending !== null;
  switch (failure.kind) {
    case 'throttled':
      return { dueAt: pace.pause(failure.retryAfterMilliseconds), sent, told: false };
    case 'not-allowed':
      return { dueAt: pace.pause(failure.retryAfterMilliseconds), sent, told: true };
    case 'refused':
      return { dueAt: later(refusedGaps[Math.min(attempts, refusedGaps.length) - 1] ?? minute), sent, told: true };
    case 'not-found':
      // An account that vanished is found out about at once; where everything is missing, the address is wrong.
      return { dueAt: later(backOff(attempts)), sent, told: attempts >= toldAfterMissing };
    case 'unavailable':
      return { dueAt: later(backOff(attempts)), sent, told: true };
    case 'ambiguous':
      return { dueAt: later(graceMilliseconds), sent: true, told: attempts >= toldAfterLostAnswers };
  }
}

/** What the log is told of a change that cannot be applied now. */
export function parkingOf(item: WorkItem<AccountWork>, failure: SamanageFailure, nextAttempt: Date): ReportedParking {
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
function actionOf({ payload, sending, version }: WorkItem<AccountWork>): ReportedParking['action'] {
  if (payload.presence === 'absent') return 'delete';
  if (payload.presence === 'disabled') return 'disable';
  return sending === 'create' || version === 1 ? 'create' : 'update';
}
