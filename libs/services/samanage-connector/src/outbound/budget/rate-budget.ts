import { Admission, type CallEnd } from './admission';
import { Penalty } from './penalty';
import { type Begun, type Moment, Quota } from './quota';
import { type RatedAnswer, type RateSignal, rateSignalOf } from './rate-signal';
import { WaitingLine } from './waiting-line';

export interface RateBudgetState {
  /** Calls of ours that Samanage takes in a minute; null while that is not known. */
  readonly limitPerMinute: number | null;
  /** Until when no call is made, in epoch milliseconds; null if calls may be made. */
  readonly closedUntil: number | null;
  /** Calls of the last minute. */
  readonly used: number;
}

export interface RateBudgetOptions {
  /** Calls at the same time. */
  readonly concurrency: number;
  readonly now: () => number;
  /** Resolves after a time; the signal ends it. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  /** What the lease's last holder knew: its limit and penalty go on. What it had used is not counted. */
  readonly initial?: RateBudgetState;
}

/** Nobody gets leave to call any more, or who asked does not want it any more. */
export class BudgetClosed extends Error {
  override readonly name = 'BudgetClosed';
}

interface Waiter {
  readonly admit: (admission: Admission) => void;
  readonly turnAway: () => void;
}

/** While calls wait for the count alone to fall, it is looked at that often. */
const lookMilliseconds = 50;

/**
 * Who may call Samanage when: at most as many calls at once as wanted, none while Samanage asks to be left alone, and
 * as many a minute as it is found to take. Samanage counts the calls of the whole account (samanage-api.md §5), so a
 * job has one budget, which the holder of its lease owns.
 */
export class RateBudget {
  private readonly line = new WaitingLine<Waiter>();
  private readonly quota: Quota;
  private readonly penalty: Penalty;
  private readonly end = new AbortController();
  private underWay = 0;
  private looking = false;

  constructor(private readonly options: RateBudgetOptions) {
    const { initial, now } = options;
    this.quota = new Quota(initial?.limitPerMinute ?? null, now());
    this.penalty = new Penalty(initial?.closedUntil ?? null);
  }

  /**
   * Resolves when a call may be made; urgent ones go before others.
   *
   * @throws BudgetClosed when the signal aborts first, or the budget is closed
   */
  admit(urgent: boolean, signal?: AbortSignal): Promise<Admission> {
    if (this.end.signal.aborted || signal?.aborted) return Promise.reject(new BudgetClosed());
    if (this.room(urgent) > 0) return Promise.resolve(this.begin());
    return new Promise((resolve, reject) => {
      const leave = () => {
        signal?.removeEventListener('abort', leave);
        this.line.leave(waiter);
        reject(new BudgetClosed());
      };
      const admit = (admission: Admission) => {
        signal?.removeEventListener('abort', leave);
        resolve(admission);
      };
      const waiter = { admit, turnAway: leave };
      signal?.addEventListener('abort', leave);
      this.line.add(waiter, urgent);
      void this.lookAgain();
    });
  }

  /** How many calls would get leave at once. */
  room(urgent: boolean): number {
    return Math.max(0, this.allowance(urgent) - this.line.ahead(urgent));
  }

  state(): RateBudgetState {
    const now = this.options.now();
    return {
      limitPerMinute: this.quota.known,
      closedUntil: this.penalty.closedUntil(now),
      used: this.quota.used(now) + this.underWay,
    };
  }

  /** Turns away all who wait, and all who come; calls under way may still end. */
  close(): void {
    this.end.abort();
    for (let waiter = this.line.take(); waiter; waiter = this.line.take()) waiter.turnAway();
  }

  private moment(): Moment {
    return { now: this.options.now(), underWay: this.underWay };
  }

  private allowance(urgent: boolean): number {
    const moment = this.moment();
    const free = Math.min(this.options.concurrency, this.penalty.mostUnderWay) - this.underWay;
    if (free <= 0 || this.penalty.closedUntil(moment.now) !== null) return 0;
    // What was used up is not known to be so any more: one call finds out.
    if (this.penalty.probing) return free;
    return Math.min(free, this.quota.room(urgent, moment));
  }

  private begin(): Admission {
    const call = this.quota.begin(this.moment());
    this.underWay += 1;
    return new Admission((end) => this.ended(call, end));
  }

  private ended(call: Begun, end: CallEnd): void {
    this.underWay -= 1;
    if (end === 'not-made') this.quota.notMade();
    else if (end === 'no-answer') this.taken(call, undefined);
    else this.answered(call, end);
    this.letIn();
  }

  private answered(call: Begun, answer: RatedAnswer): void {
    const moment = this.moment();
    const signal = rateSignalOf(answer, moment.now);
    if (signal.throttled) this.refused(call, signal, moment.now);
    // An answer such as 502 may have been given before anybody counted.
    else this.taken(call, answer.status < 500 ? signal : undefined);
    this.quota.heard(signal, moment);
    if (signal.remaining === 0 && signal.until !== undefined) this.penalty.closeUntil(signal.until, moment.now);
  }

  private taken(call: Begun, proof: RateSignal | undefined): void {
    const now = this.options.now();
    if (this.penalty.overtook(call.startedAt)) return this.quota.takenAfterRefusal(call, now);
    this.quota.taken(call, proof !== undefined, now);
    if (proof?.remaining === 0) this.quota.usedUp(call, now);
    if (proof) this.penalty.taken();
  }

  /** Calls that were under way when the first one was refused say nothing new, except how long to wait. */
  private refused(call: Begun, { until, isLimit }: RateSignal, now: number): void {
    const isNews = !this.penalty.overtook(call.startedAt);
    const window = this.quota.windowOf(call, now);
    if (isNews && isLimit && !this.penalty.probing) this.quota.refused(call, until, now);
    this.quota.windowEnded();
    if (until !== undefined) this.penalty.refuseUntil(until, now);
    else if (isNews) this.penalty.refuseForAWhile(window, now);
  }

  private letIn(): void {
    while (this.line.length > 0 && this.allowance(this.line.urgentIsNext) > 0) this.line.take()?.admit(this.begin());
    void this.lookAgain();
  }

  /** While there are places, time alone brings the next leave; otherwise the end of a call does. */
  private async lookAgain(): Promise<void> {
    if (this.looking || !this.isWaitingForTime()) return;
    this.looking = true;
    await this.options.wait(this.untilNextLook(), this.end.signal).catch((error: unknown) => {
      if (!this.end.signal.aborted) throw error;
    });
    this.looking = false;
    if (!this.end.signal.aborted) this.letIn();
  }

  private isWaitingForTime(): boolean {
    return this.line.length > 0 && this.underWay < this.options.concurrency && !this.end.signal.aborted;
  }

  private untilNextLook(): number {
    const now = this.options.now();
    return Math.max(lookMilliseconds, (this.penalty.closedUntil(now) ?? now) - now);
  }
}
