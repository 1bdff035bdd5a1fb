import { DomainError } from '@waybill/decider';
import { connectionLost } from '@waybill/event-log';
import { statusOf, type ToldError } from '@waybill/runtime';
import { ScimError, scimErrorBody, type ScimErrorBody, type ScimType } from '@waybill/scim';
import { ScimRefusal } from '../domain/scim-refusal';

export const scimMediaType = 'application/scim+json';

/** An error as a SCIM client is told it. */
export interface ToldScimError extends ToldError {
  readonly body: ScimErrorBody;
}

/** An error whose answer needs headers that do not go with its status by themselves, such as `Retry-After` of a 429. */
export class ScimErrorWithHeaders extends ScimError {
  constructor(
    status: number,
    scimType: ScimType | undefined,
    detail: string,
    readonly headers: Readonly<Record<string, string>>,
  ) {
    super(status, scimType, detail);
  }
}

/** An admin reads it in the provisioning log; what quotes the request must not repeat all of it. */
const longestDetail = 1_000;

/** Tells any error in the protocol's own form; nothing of what we are inside is told (RFC 7644 §3.12). */
export function tellInScim(error: unknown): ToldScimError {
  const told = toScimError(error);
  const headers = told instanceof ScimErrorWithHeaders ? { headers: told.headers } : {};
  const body = scimErrorBody(told);
  return {
    status: told.status,
    body: { ...body, detail: body.detail.slice(0, longestDetail) },
    mediaType: scimMediaType,
    ...headers,
  };
}

const types: Readonly<Record<number, ScimType>> = { 400: 'invalidSyntax', 409: 'uniqueness' };

const details: Readonly<Record<number, string>> = {
  413: 'A body may have 5 MB.',
  415: 'The Content-Type must be application/scim+json or application/json.',
  500: 'An unexpected error occurred.',
  503: 'This cannot be taken in now; try again shortly.',
};

function toScimError(error: unknown): ScimError {
  if (error instanceof ScimError) return error;
  if (error instanceof ScimRefusal) return error.scimError;
  if (error instanceof DomainError && error.kind === 'already-exists') {
    // The log names the attribute: another userName like this exists.
    return new ScimError(409, 'uniqueness', `${error.message.replace(/^a/, 'A')} in this job.`);
  }
  return unforeseen(error);
}

function unforeseen(error: unknown): ScimError {
  // A read meets the database itself; a write is told by the log that it is away.
  const known = statusOf(error);
  const status = known === 500 && connectionLost(error) ? 503 : known;
  const message = error instanceof Error ? error.message : 'The request failed.';
  return new ScimError(status, types[status], details[status] ?? message);
}
