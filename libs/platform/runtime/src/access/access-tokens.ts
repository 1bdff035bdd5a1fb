import { createHash, timingSafeEqual } from 'node:crypto';

/** What the bearer of a token may do; an admin may do whatever an auditor may. */
export type Role = 'admin' | 'auditor';

/** A token of the management API, as the server knows it. */
export interface AccessToken {
  /** Whom actions are attributed to, e.g. `admin:local`. */
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the token, hexadecimal. */
  readonly digest: string;
  /** Made by and for this machine: with it the server listens on loopback alone. */
  readonly local: boolean;
}

/** The tokens of the management API. */
export class AccessTokens {
  private readonly known: readonly { readonly token: AccessToken; readonly digest: Buffer }[];

  constructor(readonly tokens: readonly AccessToken[]) {
    this.known = tokens.map((token) => ({ token, digest: Buffer.from(token.digest, 'hex') }));
  }

  /** The token that an `Authorization` header presents. Digests are compared, all of them, in constant time. */
  find(authorization: string | undefined): AccessToken | undefined {
    const presented = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (presented === undefined) return undefined;
    const digest = createHash('sha256').update(presented).digest();
    return this.known.filter((each) => timingSafeEqual(each.digest, digest))[0]?.token;
  }
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** @throws Error where a local token would be accepted from other machines */
export function assertListenAddress(host: string, tokens: readonly AccessToken[]): void {
  if (loopback.test(host) || !tokens.some(({ local }) => local)) return;
  throw new Error(`with the local admin token the server listens on loopback only, not on ${host}`);
}
