import { Injectable } from '@nestjs/common';
import { type Bucket, RequestRates, takeOne } from '../domain/rate-limit';
import { ScimErrorWithHeaders } from './scim-errors';

/**
 * Counts the requests of each job in this process. A client that sends too many is told when to come back; Azure AD
 * then pauses that job alone (scim.md §1.7).
 */
@Injectable()
export class JobRateLimit {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly rates: RequestRates) {}

  /**
   * Counts one request of a job whose token was checked: whoever has none must not use up what the job may ask.
   *
   * @throws ScimError 429 with `Retry-After` in whole seconds (RFC 6585 §4, RFC 9110 §10.2.3)
   */
  async count(jobId: string): Promise<void> {
    const perSecond = await this.rates.perSecond(jobId);
    const taken = takeOne(this.buckets.get(jobId), { perSecond, burst: Math.max(1, perSecond) }, performance.now());
    this.buckets.set(jobId, taken.bucket);
    if (taken.waitMilliseconds === 0) return;
    const seconds = Math.ceil(taken.waitMilliseconds / 1_000);
    const detail = `This job may make ${perSecond} requests a second; try again in ${seconds} s.`;
    throw new ScimErrorWithHeaders(429, undefined, detail, { 'Retry-After': String(seconds) });
  }
}
