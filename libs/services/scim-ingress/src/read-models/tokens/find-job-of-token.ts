import { timingSafeEqual } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import { FindJobOfToken } from '../../domain/job-tokens';
import { type AcceptedToken, acceptedTokens } from './tokens';

/** A token that was revoked may be accepted for this long. */
const staleMilliseconds = 1_000;

type Known = readonly (AcceptedToken & { readonly bytes: Buffer })[];

/** Keeps the accepted tokens in memory; one that was issued a moment ago is accepted at once. */
@QueryHandler(FindJobOfToken)
export class FindJobOfTokenHandler implements IQueryHandler<FindJobOfToken> {
  private known: Known = [];
  private readAt = -Infinity;
  private reading: Promise<void> = Promise.resolve();
  private nextReading: Promise<void> | undefined;

  constructor(@Inject(poolToken('scim-ingress')) private readonly pool: Pool) {}

  async execute({ digest }: FindJobOfToken): Promise<AcceptedToken | undefined> {
    const presented = Buffer.from(digest, 'hex');
    const isFresh = performance.now() - this.readAt <= staleMilliseconds;
    const known = isFresh ? this.find(presented) : undefined;
    if (known) return known;
    await this.readAgain();
    return this.find(presented);
  }

  /** All are compared, so that the time tells nothing of which one came close. */
  private find(presented: Buffer): AcceptedToken | undefined {
    return this.known.filter(({ bytes }) => timingSafeEqual(bytes, presented))[0];
  }

  /** Reads once more, from now on. However many ask, one read is under way; those who come meanwhile share the next. */
  private readAgain(): Promise<void> {
    this.nextReading ??= this.reading
      .catch(() => undefined)
      .then(() => {
        this.nextReading = undefined;
        return (this.reading = this.read());
      });
    return this.nextReading;
  }

  private async read(): Promise<void> {
    const readAt = performance.now();
    const tokens = await acceptedTokens(this.pool);
    this.known = tokens.map((token) => ({ ...token, bytes: Buffer.from(token.digest, 'hex') }));
    this.readAt = readAt;
  }
}
