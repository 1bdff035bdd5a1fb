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

/** A refusal: what kind it is, which rule spoke (in words, `service.rule`), and a sentence for a person. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly kind: DomainErrorKind,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
