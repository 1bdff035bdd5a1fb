import { DomainError, type DomainErrorKind } from '@waybill/decider';
import { ScimError } from '@waybill/scim';

const kinds: Readonly<Record<number, DomainErrorKind>> = {
  404: 'not-found',
  409: 'already-exists',
  412: 'precondition',
};

/** A refusal of the protocol on its way through the log: it keeps what SCIM has to say of it. */
export class ScimRefusal extends DomainError {
  constructor(readonly scimError: ScimError) {
    const { status, scimType, message } = scimError;
    super(kinds[status] ?? 'invalid', `scim-ingress.${scimType ?? 'refused'}`, message);
  }
}

/** Runs a part of the protocol; its errors become refusals. */
export function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof ScimError ? new ScimRefusal(error) : error;
  }
}
