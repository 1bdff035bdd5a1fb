/** Whether the bearer of a token is let in now, and why not. */
export type TokenStatus = 'active' | 'expired' | 'revoked';

/** A token of a job as an admin sees it; times are ISO 8601. */
export interface JobToken {
  readonly id: string;
  readonly label: string;
  readonly createdAt: string;
  /** null for never. */
  readonly expiresAt: string | null;
  /** null where nobody has presented it; it may be some seconds behind. */
  readonly lastUsedAt: string | null;
  readonly status: TokenStatus;
}

/** What becomes of a token by itself and by an admin. */
export interface TokenTerm {
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A token that was revoked is so for good; one that expires is refused from that moment on. */
export function tokenStatus({ expiresAt, revokedAt }: TokenTerm, now: Date): TokenStatus {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt <= now ? 'expired' : 'active';
}

/** Asks which job the bearer of a token speaks for; the answer is undefined for a token that is not accepted. */
export class FindJobOfToken {
  /** @param digest SHA-256 of the presented token, hexadecimal */
  constructor(readonly digest: string) {}
}

/** Asks for all tokens of a job, newest first; the answer is undefined where there is no such job. */
export class ListJobTokens {
  constructor(readonly jobId: string) {}
}

/** Asks whether there is a job; the answer may be a second old. */
export class IsJobConnected {
  constructor(readonly jobId: string) {}
}

/** Remembers when tokens were last used. */
export abstract class TokenUses {
  /** A token was presented and accepted now. Nobody waits for it to be written. */
  abstract note(tokenId: string): void;
}
