import type { Answer, ApiRequest } from './exchange';

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

/** The call that did not succeed, as an admin may be shown it. */
export interface FailedRequest {
  readonly method: string;
  /** Without numbers and without what was asked for, which may tell something of a person. */
  readonly path: string;
  /** Null where there was no answer. */
  readonly status: number | null;
  /** Samanage's own, for its support. */
  readonly requestId: string | null;
}

interface FailureFacts {
  /** How long Samanage asked to be left alone, if it did. */
  readonly retryAfterMilliseconds?: number | undefined;
  readonly request?: FailedRequest;
}

/** A call that did not succeed, in the words of the provisioning log (entra-provisioning.md §6.4). */
export class SamanageFailure extends Error {
  override readonly name = 'SamanageFailure';

  constructor(
    readonly kind: FailureKind,
    readonly code: string,
    message: string,
    readonly about: FailureFacts = {},
  ) {
    super(message);
  }

  get request(): FailedRequest | undefined {
    return this.about.request;
  }
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

/** @throws SamanageFailure for an answer that is not a 2xx */
export function succeeded(request: ApiRequest, answer: Answer): Answer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw failureOf(request, answer);
}

/** What an answer that is not a 2xx means; a 5xx to a write may have been given after it was done. */
export function failureOf(request: ApiRequest, answer: Answer): SamanageFailure {
  const { status, body } = answer;
  const wait = waitAsked(answer);
  const { kind, code } = verdictOn(answer, wait, request.method !== 'GET');
  const message = `Samanage answered ${status}${messageOf(body)}`;
  return new SamanageFailure(kind, code, message, {
    retryAfterMilliseconds: wait,
    request: failedRequest(request, answer),
  });
}

function verdictOn({ status }: Answer, wait: number | undefined, isWrite: boolean): Verdict {
  // 503 was served as a throttle answer; without a time it is an outage like the others.
  if (status === 503 && wait !== undefined) return { kind: 'throttled', code: 'TooManyRequests' };
  if (status >= 300 && status < 400) return redirected;
  const unexpected = {
    kind: status >= 500 && isWrite ? 'ambiguous' : 'unavailable',
    code: 'InternalServerError',
  } as const;
  return verdicts[status] ?? unexpected;
}

/** A redirect is not followed: the token goes to the address that an admin gave and to no other. */
const redirected: Verdict = { kind: 'unavailable', code: 'WebExceptionProtocolError' };

const neverSent = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|EADDRESSREFUSED)$/;

/** A connection that was never made has sent nothing; of any other break nobody knows how far the call came. */
export function noAnswer(request: ApiRequest, error: unknown): SamanageFailure {
  const code = part(error, 'code');
  const kind = request.method !== 'GET' && !neverSent.test(code) ? 'ambiguous' : 'unavailable';
  return new SamanageFailure(
    kind,
    codeOf(error),
    `Samanage gave no answer: ${part(error, 'message') || String(error)}`,
    { request: failedRequest(request) },
  );
}

function codeOf(error: unknown): string {
  const code = part(error, 'code');
  // Our own guard: the address leads where we do not go.
  if (code === 'EADDRESSREFUSED') return 'AddressRefused';
  const isLate = code.includes('TIMEOUT') || part(error, 'name') === 'TimeoutError';
  return isLate ? 'Timeout' : 'WebExceptionProtocolError';
}

const part = (error: unknown, name: 'name' | 'message' | 'code'): string =>
  typeof error === 'object' && error !== null && name in error ? String((error as Record<string, unknown>)[name]) : '';

const failedRequest = ({ method, path }: ApiRequest, answer?: Answer): FailedRequest => ({
  method,
  path: (path.split('?', 1)[0] ?? '').replaceAll(/\d+/g, '{id}'),
  status: answer?.status ?? null,
  requestId: [answer?.headers['x-request-id']].flat()[0] ?? null,
});

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
