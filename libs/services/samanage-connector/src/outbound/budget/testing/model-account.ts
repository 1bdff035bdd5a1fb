import type { RatedAnswer } from '../rate-signal';

export interface ModelAccountOptions {
  readonly limit: number;
  /** A fixed window begins with the first call after the one before, or by the clock. */
  readonly window: 'first-call' | 'clock' | 'sliding';
  /** Of a window, where it is not a minute. */
  readonly length?: number;
  readonly headers: 'seconds' | 'date' | 'reset' | 'limit' | 'bare' | 'always-a-minute';
}

export interface ModelAnswer extends RatedAnswer {
  /** Until when a refusal asks to be left alone, if it does. */
  readonly askedUntil?: number;
}

export const minute = 60_000;
const second = 1_000;

/** How Samanage may count the calls of an account, in all the ways that are not known of it (samanage-api.md §5). */
export class ModelAccount {
  private taken: number[] = [];
  private began = Number.NEGATIVE_INFINITY;
  private readonly length: number;

  constructor(private readonly options: ModelAccountOptions) {
    this.length = options.length ?? minute;
  }

  call(now: number): ModelAnswer {
    this.roll(now);
    const isTaken = this.taken.length < this.options.limit;
    if (isTaken) this.taken.push(now);
    const told = this.rateHeaders();
    return isTaken ? { status: 201, headers: told } : { status: 429, ...this.refusal(now, told) };
  }

  private roll(now: number): void {
    const { window } = this.options;
    if (window === 'sliding') {
      const kept = this.taken.findIndex((time) => time > now - this.length);
      this.taken.splice(0, kept < 0 ? this.taken.length : kept);
    } else if (now - this.began >= this.length) {
      this.began = window === 'clock' ? now - (now % this.length) : now;
      this.taken = [];
    }
  }

  /** When the next call is taken, to the second. */
  private freeAt(): number {
    const began = this.options.window === 'sliding' ? (this.taken[0] ?? 0) : this.began;
    return Math.ceil((began + this.length) / second) * second;
  }

  private rateHeaders(): RatedAnswer['headers'] {
    const { headers, limit } = this.options;
    if (headers !== 'reset' && headers !== 'limit') return {};
    return {
      ...(headers === 'limit' && { 'X-RateLimit-Limit': String(limit) }),
      'X-Ratelimit-Remaining': String(limit - this.taken.length),
      'X-Ratelimit-Reset': String(this.freeAt() / second),
    };
  }

  private refusal(now: number, told: RatedAnswer['headers']): Omit<ModelAnswer, 'status'> {
    const askedUntil = this.freeAt();
    const inSeconds = (seconds: number) => ({
      headers: { 'Retry-After': String(seconds) },
      askedUntil: now + seconds * second,
    });
    switch (this.options.headers) {
      case 'seconds':
        return inSeconds(Math.ceil((askedUntil - now) / second));
      case 'always-a-minute':
        return inSeconds(60);
      case 'date':
        return { headers: { 'Retry-After': new Date(askedUntil).toUTCString() }, askedUntil };
      case 'bare':
        return { headers: {} };
      default:
        return { headers: told, askedUntil };
    }
  }
}
