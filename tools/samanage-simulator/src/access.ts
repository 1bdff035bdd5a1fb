import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Account } from './account/account';
import type { User } from './account/records';

/** A token that is accepted, told by its hash so that no journal holds it. */
export interface AcceptedToken {
  readonly sha256: string;
  readonly ownerId: number;
}

export const sha256Of = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Who calls: an API token stands for its owner, with the role that he has at the time (samanage-api.md §1.3). */
export class Access {
  private accepted: readonly AcceptedToken[];

  /** @param password with which administrators may come by Basic authentication, if any */
  constructor(
    private readonly account: Account,
    token: string,
    private readonly password: string | undefined,
  ) {
    this.accepted = [{ sha256: sha256Of(token), ownerId: account.owner.id }];
  }

  replace(tokens: readonly AcceptedToken[]): void {
    this.accepted = tokens;
  }

  /** @returns undefined for a token that is not accepted, or whose owner is disabled or gone */
  callerOf(headers: IncomingHttpHeaders, isBasicOn: boolean): User | undefined {
    const caller = this.byToken(headers) ?? (isBasicOn ? this.byPassword(headers) : undefined);
    return caller?.disabled ? undefined : caller;
  }

  private byToken(headers: IncomingHttpHeaders): User | undefined {
    const [, token] = /^Bearer (.+)$/.exec(String(headers['x-samanage-authorization'])) ?? [];
    if (token === undefined) return undefined;
    const sha256 = sha256Of(token);
    const found = this.accepted.find((each) => each.sha256 === sha256);
    return found && this.account.users.get(found.ownerId);
  }

  private byPassword({ authorization }: IncomingHttpHeaders): User | undefined {
    const [email, password] = credentialsIn(authorization ?? '');
    if (email === undefined || this.password === undefined || password !== this.password) return undefined;
    const user = this.account.usersByEmail.get(email.toLowerCase());
    return user && mayWrite(user) ? user : undefined;
  }
}

function credentialsIn(authorization: string): (string | undefined)[] {
  const [, encoded = ''] = /^Basic (.+)$/.exec(authorization) ?? [];
  return (/^([^:]*):(.*)$/.exec(Buffer.from(encoded, 'base64').toString()) ?? []).slice(1);
}

/** Only administrators provision; of an owner who was demoted, writes are forbidden. */
export const mayWrite = ({ role }: User): boolean => role.name === 'Administrator';
