import type { Switches } from '../switches';
import type { Answer } from './answer';

/** The state of the window that calls are counted in. */
export interface Window {
  readonly remaining: number;
  readonly resetAt: number;
}

/** Headers that tell of the rate on every answer; none where the switches want none (samanage-api.md §5). */
export function rateHeaders(switches: Switches, { remaining, resetAt }: Window): Record<string, string> {
  const { rateHeaders: isAsked, rateStyle, ratePerMinute } = switches;
  if (ratePerMinute === 0 || (!isAsked && rateStyle !== 'reset-headers')) return {};
  return {
    ...(rateStyle === 'reset-headers' ? { 'X-RateLimit-Limit': String(ratePerMinute) } : {}),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(Math.ceil(resetAt / 1_000)),
  };
}

/** What is answered to a call too many, in the style that the switches want. */
export function throttledAnswer(switches: Switches, { resetAt }: Window, now: number): Answer {
  const headers: Readonly<Record<Switches['rateStyle'], Readonly<Record<string, string>>>> = {
    'retry-after': { 'Retry-After': String(Math.ceil((resetAt - now) / 1_000)) },
    // The date has whole seconds; one that is rounded down would send the caller back too early.
    'retry-after-date': { 'Retry-After': new Date(Math.ceil(resetAt / 1_000) * 1_000).toUTCString() },
    'reset-headers': {},
    none: {},
  };
  return {
    status: switches.throttleStatus,
    body: { error: 'Too many requests' },
    headers: headers[switches.rateStyle],
  };
}
