import { CallLog } from './call-log';
import { CallWindow } from './call-window';
import { LearnedLimit } from './learned-limit';
import type { RefusedIn } from './penalty';
import type { RateSignal } from './rate-signal';
import { StatedRemaining } from './stated-remaining';

/** A call beyond the limit costs the time that its refusal closes; all of them together may cost a thirtieth. */
const costRepaidIn = 30;
/** If our own count frees the next call that soon, there is nothing to find out. */
const worthTrying = 2_000;

/** What the quota knew when a call began. */
export interface Begun {
  /** More than the limit as far as known: its answer tells whether the limit is larger. */
  readonly beyond: boolean;
  /** Calls that were no longer counted by then. */
  readonly expired: number;
  readonly startedAt: number;
}

/** Now, and how many calls are under way. */
export interface Moment {
  readonly now: number;
  readonly underWay: number;
}

/**
 * How many calls may be made, counted over the last minute: whoever makes no more in any minute keeps within a fixed
 * window as well, whenever it begins (samanage-api.md §5).
 */
export class Quota {
  private readonly log = new CallLog();
  private readonly window = new CallWindow();
  private readonly limit: LearnedLimit;
  private readonly stated = new StatedRemaining();
  /** Samanage said that from then on calls are taken again. */
  private promisedAt = Number.POSITIVE_INFINITY;
  private beyondFrom = Number.NEGATIVE_INFINITY;

  constructor(knownLimit: number | null, now: number) {
    this.limit = new LearnedLimit(knownLimit, now);
  }

  get known(): number | null {
    return this.limit.value;
  }

  used(now: number): number {
    return this.log.calls(now);
  }

  /** How many more calls may begin. */
  room(urgent: boolean, { now, underWay }: Moment): number {
    const limit = this.limit.value;
    if (limit === null) return Number.POSITIVE_INFINITY;
    const counted = limit - this.log.calls(now) - underWay;
    if (counted <= 0) return underWay === 0 && this.mayTryBeyond(limit, now) ? 1 : 0;
    const unreserved = urgent ? counted : this.window.unreserved(limit, now) - underWay;
    return Math.max(0, Math.floor(Math.min(counted, unreserved, this.stated.left(now))));
  }

  begin({ now, underWay }: Moment): Begun {
    this.stated.begun();
    const limit = this.limit.value;
    const beyond = limit !== null && this.log.calls(now) + underWay >= limit;
    return { beyond, expired: this.log.expired, startedAt: now };
  }

  notMade(): void {
    this.stated.notMade();
  }

  /** A call was taken; without proof it only may have been. */
  taken(call: Begun, isProved: boolean, now: number): void {
    this.log.record(now);
    this.window.taken(now);
    if (call.beyond && isProved) this.limit.exceeded();
    if (!call.beyond && call.startedAt >= this.promisedAt) this.promisedAt = Number.POSITIVE_INFINITY;
  }

  /** A call that began before a refusal was taken after it; it belongs to the window that was used up. */
  takenAfterRefusal(call: Begun, now: number): void {
    this.log.record(now);
    if (this.limit.value !== null) this.limit.atLeast(this.callsBefore(call, now));
  }

  /** A call was the last that was taken. */
  usedUp(call: Begun, now: number): void {
    this.limit.usedUpBy(this.callsBefore(call, now), now);
  }

  /** What is known of the window in which a call was refused. */
  windowOf(call: Begun, now: number): RefusedIn {
    const end = this.window.knownEnd(now);
    return { end, isUsedUp: end !== undefined && (call.beyond || this.limit.value === null) };
  }

  /** A call was refused because of the limit, and not only because one before it was. */
  refused(call: Begun, until: number | undefined, now: number): void {
    if (call.beyond) this.confirmed(until, now);
    else this.limit.refusedAfter(this.callsBefore(call, now), now);
  }

  /** After a refusal nothing is known of the window any more, until a call is taken. */
  windowEnded(): void {
    this.window.ended();
  }

  /** What an answer says of calls to come. */
  heard({ limit, remaining, until }: RateSignal, { now, underWay }: Moment): void {
    if (until !== undefined) this.promisedAt = until;
    if (remaining !== undefined && until !== undefined) {
      this.stated.said(remaining, until, underWay);
      if (remaining > 0) this.limit.atLeast(this.window.used(now) + remaining);
    }
    if (limit !== undefined) this.limit.cappedAt(limit);
  }

  /** Calls of the minute before this one began that are known to have been taken. */
  private callsBefore(call: Begun, now: number): number {
    return this.log.calls(now) + this.log.expired - call.expired;
  }

  /** The limit is what it is; trying again is put off by what this refusal costs. */
  private confirmed(until: number | undefined, now: number): void {
    this.limit.confirmed();
    const cost = (until ?? now) - this.log.freesAt(now);
    if (cost > 0) this.beyondFrom = (until ?? now) + costRepaidIn * cost;
  }

  private mayTryBeyond(limit: number, now: number): boolean {
    if (this.stated.left(now) <= 0) return false;
    if (now >= this.promisedAt) return this.log.freesAt(now) > now + worthTrying;
    return now >= this.beyondFrom && this.window.isUsedUp(limit, now);
  }
}
