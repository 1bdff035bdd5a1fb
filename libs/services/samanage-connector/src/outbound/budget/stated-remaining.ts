/** Resets this close together are one, said of the same window. */
const sameWindow = 1_000;

/** How many calls Samanage says are left until its next window. */
export class StatedRemaining {
  private calls = 0;
  private until = 0;

  /** @returns calls left; any number if Samanage does not say */
  left(now: number): number {
    return now < this.until ? this.calls : Number.POSITIVE_INFINITY;
  }

  /** Calls under way may or may not be in that number, so they are taken off until none is. */
  said(remaining: number, until: number, underWay: number): void {
    const left = remaining - underWay;
    const isSame = Math.abs(until - this.until) < sameWindow && underWay > 0;
    this.calls = isSame ? Math.min(this.calls, left) : left;
    this.until = until;
  }

  begun(): void {
    this.calls -= 1;
  }

  notMade(): void {
    this.calls += 1;
  }
}
