/** What a call that did not succeed means for the change, for the job, and for the next attempt. */
export type FailureKind =
  /** Nothing was done; the whole account is to be left alone for a while. */
  | 'throttled'
  /** The credentials do not allow it; nothing was done. */
  | 'not-allowed'
  /** Samanage refuses the content; nothing was done. */
  | 'refused'
  | 'not-found'
  /** Nothing was done, or nothing that matters: a read, or a call that never left. */
  | 'unavailable'
  /** A write that may or may not have been done. */
  | 'ambiguous';

/** A call that did not succeed, in the words of the provisioning log (entra-provisioning.md §6.4). */
export class SamanageFailure extends Error {
  override readonly name = 'SamanageFailure';

  constructor(
    readonly kind: FailureKind,
    readonly code: string,
    message: string,
    /** How long Samanage asked to be left alone, if it did. */
    readonly retryAfterMilliseconds?: number,
  ) {
    super(message);
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

interface Verdict {
  readonly kind: FailureKind;
  readonly code: string;
}

/** Each status that Samanage is known to answer (samanage-api.md §5); anything else is unexpected. */
const verdicts: Readonly<Record<number, Verdict>> = {
  400: { kind: 'refused', code: 'UnprocessableEntity' },
  401: { kind: 'not-allowed', code: 'Unauthorized' },
  403: { kind: 'not-allowed', code: 'InsufficientRights' },
  404: { kind: 'not-found', code: 'InvalidAnchor' },
  409: { kind: 'refused', code: 'EntryConflict' },
  422: { kind: 'refused', code: 'UnprocessableEntity' },
  429: { kind: 'throttled', code: 'TooManyRequests' },
};

/** What an answer that is not a 2xx means; a 5xx to a write may have been given after it was done. */
export function failureOf(answer: Answer, isWrite: boolean): SamanageFailure {
  const { status } = answer;
  const wait = waitAsked(answer);
  // 503 was served as a throttle answer; without a time it is an outage like the others.
  if (status === 503 && wait !== undefined) return failure('throttled', 'TooManyRequests', answer, wait);
  const verdict = verdicts[status];
  if (verdict) return failure(verdict.kind, verdict.code, answer, wait);
  return failure(status >= 500 && isWrite ? 'ambiguous' : 'unavailable', 'InternalServerError', answer, wait);
}

const failure = (kind: FailureKind, code: string, { status, body }: Answer, wait?: number): SamanageFailure =>
  new SamanageFailure(kind, code, `Samanage answered ${status}${messageOf(body)}`, wait);

/** Validation errors come in two shapes, with texts or lists of texts (samanage-api.md §5). */
function messageOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const errors = 'errors' in body && typeof body.errors === 'object' && body.errors !== null ? body.errors : body;
  const parts = Object.entries(errors).map(([field, messages]) => `${field} ${[messages].flat().join(', ')}`);
  return parts.length > 0 ? `: ${parts.join('; ').slice(0, 500)}` : '';
}

/** For a call whose subject may be gone; any other error is thrown on. */
export const goneIsUndefined = (error: unknown): undefined => {
  if (error instanceof SamanageFailure && error.kind === 'not-found') return undefined;
  throw error;
};

/** Whether a refused create says that the e-mail address is taken: then there is an account to be found. */
export const saysTaken = (error: SamanageFailure): boolean =>
  error.kind === 'refused' && /email.*\btaken\b/i.test(error.message);

/** `Retry-After` in seconds or as a date, else `X-RateLimit-Reset` in epoch seconds. */
function waitAsked({ headers }: Answer): number | undefined {
  const header = (name: string) => [headers[name]].flat()[0];
  const retryAfter = header('retry-after');
  if (retryAfter !== undefined) {
    return /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : untilDate(Date.parse(retryAfter));
  }
  const reset = Number(header('x-ratelimit-reset'));
  return header('x-ratelimit-remaining') === '0' && reset > 0 ? untilDate(reset * 1_000) : undefined;
}

const untilDate = (time: number): number | undefined =>
  Number.isNaN(time) ? undefined : Math.max(0, time - Date.now());
