/** What an answer says about calls to come, whatever it says about its own. */
export interface RateSignal {
  /** The call was not done because of too many others: it may be repeated. */
  readonly throttled: boolean;
  /** The limit is the reason; a 503 may have others. */
  readonly isLimit: boolean;
  /** When to go on, by our clock, if the answer asks for a time. */
  readonly until: number | undefined;
  /** Calls left until then, if the answer says so. */
  readonly remaining: number | undefined;
  /** Calls of a window, if the answer says so. */
  readonly limit: number | undefined;
}

export interface RatedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Beyond that a time is no request but a mistake, such as milliseconds where seconds are meant. */
const longestBelieved = 24 * 3_600_000;
/** Clocks that are this close together are one. */
const clockTolerance = 2_000;

const relevant = new Set(['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'date']);

/**
 * Reads `Retry-After` (seconds or a date), else `X-RateLimit-Reset` (epoch seconds), in any letter case
 * (samanage-api.md §5). A 503 is a throttle answer only with a `Retry-After`; without one it is an outage.
 */
export function rateSignalOf({ status, headers }: RatedAnswer, now: number): RateSignal {
  const said = relevantOf(headers);
  const serverNow = serverTime(said.get('date'), now);
  const retryAfter = believable(retryAfterOf(said.get('retry-after'), serverNow));
  const reset = believable(resetOf(said.get('x-ratelimit-reset'), serverNow));
  const throttled = status === 429 || (status === 503 && retryAfter !== undefined);
  const wait = throttled ? (retryAfter ?? reset) : reset;
  return {
    throttled,
    isLimit: status === 429,
    until: wait === undefined ? undefined : now + wait,
    remaining: reset === undefined ? undefined : whole(said.get('x-ratelimit-remaining')),
    limit: whole(said.get('x-ratelimit-limit')) || undefined,
  };
}

function relevantOf(headers: RatedAnswer['headers']): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    const text = relevant.has(lower) ? [value].flat()[0] : undefined;
    if (text !== undefined) found.set(lower, text.trim());
  }
  return found;
}

/** What Samanage's clock shows, as times it gives are by that one. */
function serverTime(date: string | undefined, now: number): number {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) || Math.abs(time - now) <= clockTolerance ? now : time;
}

function retryAfterOf(text: string | undefined, serverNow: number): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(text);
  return seconds ? Number(text) * 1_000 : Date.parse(text) - serverNow;
}

function resetOf(text: string | undefined, serverNow: number): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text) * 1_000 - serverNow;
}

/** A time that is past, not a number or absurd is none. */
const believable = (wait: number | undefined): number | undefined =>
  wait !== undefined && wait > 0 && wait <= longestBelieved ? wait : undefined;

const whole = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
