/** Samanage counts the calls of a minute (samanage-api.md §5). */
export const windowMilliseconds = 60_000;

const compactedAt = 1_024;

/** When the calls of the last minute were answered: each is counted at the latest moment at which Samanage may have. */
export class CallLog {
  private times: number[] = [];
  private first = 0;
  private gone = 0;

  /** How many of the calls recorded ever are no longer of the last minute. */
  get expired(): number {
    return this.gone;
  }

  record(time: number): void {
    this.times.push(time);
    this.calls(time);
  }

  /** @returns how many calls the last minute saw */
  calls(now: number): number {
    const before = this.first;
    while (this.first < this.times.length && this.firstTime <= now - windowMilliseconds) this.first += 1;
    this.gone += this.first - before;
    if (this.first > compactedAt && 2 * this.first > this.times.length) this.compact();
    return this.times.length - this.first;
  }

  /** @returns when the first call of the last minute stops being counted; `now` if there is none */
  freesAt(now: number): number {
    return this.calls(now) === 0 ? now : this.firstTime + windowMilliseconds;
  }

  private get firstTime(): number {
    return this.times[this.first] ?? Number.POSITIVE_INFINITY;
  }

  private compact(): void {
    this.times = this.times.slice(this.first);
    this.first = 0;
  }
}
