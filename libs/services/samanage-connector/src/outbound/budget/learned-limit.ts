import { windowMilliseconds } from './call-log';

/** What we take of what was taken before a refusal that others caused, so that theirs has room. */
const share = 0.95;
const firstStep = 1;
const stepGrowth = 4;
const smallestLongStep = 16;
const longestStep = 0.25;

/** How many calls of ours Samanage takes in a minute, as far as its answers tell; null while it has not said. */
export class LearnedLimit {
  private step = firstStep;
  private readonly learnsFrom: number;

  constructor(
    private known: number | null,
    now: number,
  ) {
    // What was called in the minute before us is not known, so a refusal in ours teaches nothing.
    this.learnsFrom = now + windowMilliseconds;
  }

  get value(): number | null {
    return this.known;
  }

  /** Samanage says what it takes from all clients together. */
  cappedAt(limit: number): void {
    this.known = Math.min(this.known ?? limit, limit);
  }

  /** Refused after so many calls in the last minute, which was sooner than expected if a limit was known. */
  refusedAfter(calls: number, now: number): void {
    this.learn(this.known === null ? calls : Math.floor(calls * share), now);
  }

  /** So many calls in the last minute were all that was allowed. */
  usedUpBy(calls: number, now: number): void {
    this.learn(calls, now);
  }

  /** A call beyond the limit was refused: the limit is right. */
  confirmed(): void {
    this.step = firstStep;
  }

  /** So many calls in a minute are certainly taken. */
  atLeast(calls: number): void {
    this.known = Math.max(this.known ?? calls, calls);
  }

  /** A call beyond the limit was taken; each further one makes a larger step. */
  exceeded(): void {
    if (this.known === null) return;
    this.known += this.step;
    this.step = Math.min(this.step * stepGrowth, Math.max(smallestLongStep, Math.ceil(this.known * longestStep)));
  }

  private learn(calls: number, now: number): void {
    this.step = firstStep;
    if (now >= this.learnsFrom) this.known = Math.max(1, calls);
  }
}
