import { timingSafeEqual } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { EventLog } from '@waybill/event-log';
import { logToken, poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import { FindJobOfToken, tokenStatus } from '../../domain/job-tokens';
import { type AcceptedToken, acceptedTokens } from './tokens';

/** A token that another process revoked may be accepted for this long. */
const staleMilliseconds = 1_000;

type Known = readonly (AcceptedToken & { readonly bytes: Buffer })[];

/** Keeps the accepted tokens in memory; what is issued or revoked here, or expires, holds at once. */
@QueryHandler(FindJobOfToken)
export class FindJobOfTokenHandler implements IQueryHandler<FindJobOfToken> {
  private known: Known = [];
  private readAt = -Infinity;
  private revokedAt = -Infinity;
  private reading: Promise<void> = Promise.resolve();
  private nextReading: Promise<void> | undefined;

  constructor(
    @Inject(poolToken('scim-ingress')) private readonly pool: Pool,
    @Inject(logToken('scim-ingress')) log: EventLog,
  ) {
    log.onAppend((events) => {
      if (events.some(({ type }) => type === 'directory.token-revoked')) this.revokedAt = performance.now();
    });
  }

  async execute({ digest }: FindJobOfToken): Promise<AcceptedToken | undefined> {
    const presented = Buffer.from(digest, 'hex');
    const isFresh = performance.now() - this.readAt <= staleMilliseconds && this.readAt > this.revokedAt;
    const known = isFresh ? this.find(presented) : undefined;
    if (known) return known;
    await this.readAgain();
    return this.find(presented);
  }

  /** All are compared, so that the time tells nothing of which one came close. */
  private find(presented: Buffer): AcceptedToken | undefined {
    const [token] = this.known.filter(({ bytes }) => timingSafeEqual(bytes, presented));
    const isActive = token && tokenStatus({ ...token, revokedAt: null }, new Date()) === 'active';
    return isActive ? token : undefined;
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
    const tokens = await acceptedTokens(this.pool, new Date());
    this.known = tokens.map((token) => ({ ...token, bytes: Buffer.from(token.digest, 'hex') }));
    this.readAt = readAt;
  }
}
