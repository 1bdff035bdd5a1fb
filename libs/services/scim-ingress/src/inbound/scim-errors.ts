import { DomainError } from '@waybill/decider';
import { connectionLost } from '@waybill/event-log';
import { statusOf, type ToldError } from '@waybill/runtime';
import { ScimError, scimErrorBody, type ScimType } from '@waybill/scim';
import { ScimRefusal } from '../domain/scim-refusal';

export const scimMediaType = 'application/scim+json';

/** Tells any error in the protocol's own form; nothing of what we are inside is told (RFC 7644 §3.12). */
export function tellInScim(error: unknown): ToldError {
  const told = toScimError(error);
  return { status: told.status, body: scimErrorBody(told), mediaType: scimMediaType };
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
    return new ScimError(409, 'uniqueness', 'Another user of this job has this userName.');
  }
  // A read meets the database itself; a write is told by the log that it is away.
  const status = connectionLost(error) ? 503 : statusOf(error);
  const message = error instanceof Error ? error.message : 'The request failed.';
  return new ScimError(status, types[status], details[status] ?? message);
}
