/** A fixed window in which an account may make a number of calls (samanage-api.md §5). */
export class RateWindow {
  private began = 0;
  private calls = 0;

  /** What is left of the window, without counting a call. */
  look(calls: number, length: number): { remaining: number; resetAt: number } {
    return { remaining: Math.max(0, calls - this.calls), resetAt: this.began + length };
  }

  /** Counts a call; says what is left, and when the next window begins. */
  take(calls: number, length: number, now: number): { allowed: boolean; remaining: number; resetAt: number } {
    if (now - this.began >= length) {
      this.began = now;
      this.calls = 0;
    }
    const resetAt = this.began + length;
    if (calls === 0) return { allowed: true, remaining: 1, resetAt };
    const allowed = this.calls < calls;
    if (allowed) this.calls += 1;
    return { allowed, remaining: calls - this.calls, resetAt };
  }
}
