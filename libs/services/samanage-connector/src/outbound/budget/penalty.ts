const firstPause = 1_000;
const longestPause = 60_000;

/** What is known of the window in which a call was refused. */
export interface RefusedIn {
  /** Undefined if its beginning was not seen. */
  readonly end: number | undefined;
  /** It is used up; otherwise others call as well, and who knows when they stop. */
  readonly isUsedUp: boolean;
}

/** How long Samanage is to be left alone. */
export class Penalty {
  private pause = firstPause;
  private takenSince = Number.POSITIVE_INFINITY;
  private windowEnd = Number.NEGATIVE_INFINITY;
  private beganAt = Number.NEGATIVE_INFINITY;

  constructor(private openAt: number | null) {}

  /** When calls go on; null if they may now. */
  closedUntil(now: number): number | null {
    return this.openAt !== null && this.openAt > now ? this.openAt : null;
  }

  /** Nobody knows yet whether calls are taken again. */
  get probing(): boolean {
    return this.takenSince === 0;
  }

  /** How many calls may be under way: after a refusal one, and one more for each that is taken. */
  get mostUnderWay(): number {
    return 1 + this.takenSince;
  }

  /** Whether a call that began then had been sent before the penalty was known. */
  overtook(startedAt: number): boolean {
    return startedAt <= this.beganAt;
  }

  /** Nothing is left until then; nothing was refused either. */
  closeUntil(time: number, now: number): void {
    this.beganAt = now;
    this.openAt = Math.max(this.openAt ?? time, time);
  }

  /** A call was refused, and it is known until when the next one would be. */
  refuseUntil(time: number, now: number): void {
    this.takenSince = 0;
    this.closeUntil(time, now);
  }

  /** A call was refused, and nobody said for how long: each time for longer, and once more when the window ends. */
  refuseForAWhile(window: RefusedIn, now: number): void {
    this.windowEnd = window.end ?? this.windowEnd;
    const until = now + this.pause;
    const isUntilEnd = this.windowEnd > now && (this.windowEnd <= until || window.isUsedUp);
    this.pause = isUntilEnd ? firstPause : Math.min(longestPause, 2 * this.pause);
    this.refuseUntil(isUntilEnd ? this.windowEnd : until, now);
  }

  /** A call that began since was taken. */
  taken(): void {
    this.takenSince += 1;
    this.pause = firstPause;
    this.windowEnd = Number.NEGATIVE_INFINITY;
  }
}
