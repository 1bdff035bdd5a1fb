import type { DomainErrorKind } from '@waybill/decider';

/** How a refusal reads in HTTP; every protocol we speak uses this one table. */
export const httpStatusOf: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 400,
  'not-found': 404,
  'already-exists': 409,
  precondition: 412,
  conflict: 409,
  unavailable: 503,
  internal: 500,
};

/** Seconds after which a caller may try again what was unavailable. */
export const retryAfterSeconds = 5;
