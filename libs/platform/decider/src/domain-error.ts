/** Every way in which a command can be refused; each protocol maps these once. */
export const domainErrorKinds = [
  'invalid',
  'not-found',
  'already-exists',
  'precondition',
  'conflict',
  'unavailable',
  'internal',
] as const;

export type DomainErrorKind = (typeof domainErrorKinds)[number];

/** One of several things that stand against a command. */
export interface ErrorDetail {
  /** Where, e.g. a path in the document that was sent; or whom it is about. */
  readonly target: string;
  /** A sentence for a person. */
  readonly message: string;
}

/** A refusal: what kind it is, which rule spoke (in words, `service.rule`), and a sentence for a person. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly kind: DomainErrorKind,
    readonly code: string,
    message: string,
    /** All that was found, where that is more than the message can say. */
    readonly details: readonly ErrorDetail[] = [],
  ) {
    super(message);
  }
}
