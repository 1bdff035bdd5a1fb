import { timingSafeEqual } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import { FindJobOfToken } from '../../domain/job-tokens';
import { type AcceptedToken, acceptedTokens } from './tokens';

/** A token that was revoked may be accepted for this long. */
const staleMilliseconds = 1_000;

interface Known {
  readonly readAt: number;
  readonly tokens: readonly (AcceptedToken & { readonly bytes: Buffer })[];
}

@QueryHandler(FindJobOfToken)
export class FindJobOfTokenHandler implements IQueryHandler<FindJobOfToken> {
  private known: Promise<Known> | undefined;
  private readAt = 0;

  constructor(@Inject(poolToken('scim-ingress')) private readonly pool: Pool) {}

  async execute({ digest }: FindJobOfToken): Promise<AcceptedToken | undefined> {
    const presented = Buffer.from(digest, 'hex');
    const { tokens } = await this.tokens();
    // All are compared, so that the time tells nothing of which one came close.
    return tokens.filter(({ bytes }) => bytes.length === presented.length && timingSafeEqual(bytes, presented))[0];
  }

  private tokens(): Promise<Known> {
    const now = Date.now();
    if (!this.known || now - this.readAt > staleMilliseconds) {
      this.readAt = now;
      this.known = acceptedTokens(this.pool).then((tokens) => ({
        readAt: now,
        tokens: tokens.map((token) => ({ ...token, bytes: Buffer.from(token.digest, 'hex') })),
      }));
      this.known.catch(() => (this.known = undefined));
    }
    return this.known;
  }
}
