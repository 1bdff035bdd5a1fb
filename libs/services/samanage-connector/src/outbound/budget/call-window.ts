import { windowMilliseconds } from './call-log';

/** This part of the limit is kept for urgent calls in the first half of a window, and then less and less. */
const reservedPart = 0.1;
/** So long before the end nothing is reserved any more, and there is time to see whether more is allowed. */
const releasedBefore = 0.05 * windowMilliseconds;
/** A few calls of the window before may still stand in the way of the last ones of this. */
const usedUpFrom = 0.95;

/** The window that Samanage would count if it counted fixed ones: from the answer to its first call, for a minute. */
export class CallWindow {
  private began: number | null = null;
  private calls = 0;
  private wereSeen = false;

  /** The next window begins with the next call, and its beginning is known to be one. */
  ended(): void {
    this.began = null;
    this.wereSeen = true;
  }

  taken(now: number): void {
    if (this.end(now) === undefined) {
      this.began = now;
      this.calls = 0;
    }
    this.calls += 1;
  }

  /** When the window ends, if its beginning was seen. */
  knownEnd(now: number): number | undefined {
    return this.wereSeen ? this.end(now) : undefined;
  }

  /** Calls of this window so far. */
  used(now: number): number {
    return this.end(now) === undefined ? 0 : this.calls;
  }

  isUsedUp(limit: number, now: number): boolean {
    return this.used(now) >= usedUpFrom * limit;
  }

  /** What of the limit is left for calls that are not urgent. */
  unreserved(limit: number, now: number): number {
    const end = this.end(now);
    // The first call of a window begins it, so nothing is gained by keeping it back.
    if (end === undefined) return limit;
    const part = (end - now - releasedBefore) / (windowMilliseconds / 2 - releasedBefore);
    return limit - this.calls - reservedPart * limit * Math.min(1, Math.max(0, part));
  }

  private end(now: number): number | undefined {
    const end = this.began === null ? now : this.began + windowMilliseconds;
    return end > now ? end : undefined;
  }
}
