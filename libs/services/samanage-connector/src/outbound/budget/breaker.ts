import type { FailedRequest } from '../api/samanage-failure';

/** What opened a breaker. */
export interface BreakerCause {
  readonly code: string;
  readonly message: string;
  readonly request: FailedRequest | null;
}

export interface BreakerOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** One subject whose content makes Samanage fail may not stop everybody: any success in between counts. */
const failuresThatOpen = 5;
const firstProbe = 1_000;
const longestProbe = 60_000;

/**
 * Stops the calls of a job while Samanage does not answer, or answers with 5xx to everything (architecture §6). While it
 * is open, probes find out whether that is over: after a second at first, then ever later, up to a minute.
 */
export class Breaker {
  private failures = 0;
  private probes = 0;
  private probeAt = 0;
  private openedAt: number | null = null;
  private openedBy: BreakerCause | null = null;

  constructor(private readonly options: BreakerOptions) {}

  /** Epoch milliseconds; null while calls may be made. */
  get openSince(): number | null {
    return this.openedAt;
  }

  get cause(): BreakerCause | null {
    return this.openedBy;
  }

  mayCall(): boolean {
    return this.openedAt === null;
  }

  probeDue(): boolean {
    return this.openedAt !== null && this.options.now() >= this.probeAt;
  }

  /** A call that was on its way when the breaker opened says as much as a probe. */
  succeeded(): void {
    this.failures = 0;
    this.openedAt = null;
    this.openedBy = null;
  }

  failed(cause: BreakerCause): void {
    this.failures += 1;
    if (this.openedAt !== null || this.failures < failuresThatOpen) return;
    this.openedAt = this.options.now();
    this.openedBy = cause;
    this.probes = 0;
    this.waitForProbe();
  }

  /** A probe has ended. */
  probed(isAnswered: boolean): void {
    if (isAnswered) return this.succeeded();
    this.probes += 1;
    this.waitForProbe();
  }

  /** Half of the time is by chance, so that jobs of one installation do not come back together. */
  private waitForProbe(): void {
    const wait = Math.min(longestProbe, firstProbe * 2 ** this.probes);
    this.probeAt = this.options.now() + wait / 2 + (this.options.random() * wait) / 2;
  }
}
