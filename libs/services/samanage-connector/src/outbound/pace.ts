const firstPause = 1_000;
const longestPause = 60_000;

/**
 * How fast a job may call: Samanage counts the calls of the whole account, so a penalty is everybody's. While the
 * account refuses, one probe at a time finds out whether it still does.
 */
export class Pace {
  private openAt = 0;
  private refusals = 0;

  /** How many attempts may begin now; while Samanage refuses, one at a time finds out whether it still does. */
  room(workers: number, underWay: number): number {
    if (Date.now() < this.openAt) return 0;
    if (this.refusals > 0) return underWay === 0 ? 1 : 0;
    return workers - underWay;
  }

  /**
   * Stops all calls for as long as Samanage asked, else for a growing while with full jitter.
   *
   * @returns when calls go on
   */
  pause(asked: number | undefined): Date {
    const grown = Math.min(longestPause, firstPause * 2 ** this.refusals);
    this.refusals = Math.min(this.refusals + 1, 6);
    const openAt = Date.now() + (asked ?? firstPause / 2 + Math.random() * grown);
    this.openAt = Math.max(this.openAt, openAt);
    return new Date(this.openAt);
  }

  /** Samanage does what it is asked. */
  succeeded(): void {
    this.refusals = 0;
  }
}
