/** A fixed window of a minute in which an account may make a number of calls (samanage-api.md §5). */
export class RateWindow {
  private began = 0;
  private calls = 0;

  /** Counts a call; says what is left, and when the next window begins. */
  take(perMinute: number, now: number): { allowed: boolean; remaining: number; resetAt: number } {
    if (now - this.began >= 60_000) {
      this.began = now;
      this.calls = 0;
    }
    const resetAt = this.began + 60_000;
    if (perMinute === 0) return { allowed: true, remaining: 1, resetAt };
    const allowed = this.calls < perMinute;
    if (allowed) this.calls += 1;
    return { allowed, remaining: perMinute - this.calls, resetAt };
  }
}
