import { hash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ScimError } from '@waybill/scim';
import type { FastifyRequest } from 'fastify';
import { FindJobOfToken, TokenUses } from '../domain/job-tokens';
import { JobRateLimit } from './rate-limit';

const bearers = new WeakSet<FastifyRequest>();

/** Whether a request came with a token of the job in its path. */
export const isFromBearer = (request: FastifyRequest): boolean => bearers.has(request);

/**
 * Lets in whoever presents a token of the job in the path, as often as the job may ask; any other, another job's
 * included, is unknown (scim.md §1.8).
 */
@Injectable()
export class JobTokenGuard implements CanActivate {
  constructor(
    private readonly queries: QueryBus,
    private readonly uses: TokenUses,
    private readonly rateLimit: JobRateLimit,
  ) {}

  /** @throws ScimError 401 without a token of the job, 429 for too many requests */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { jobId: string } }>>();
    const { jobId } = request.params;
    this.uses.note(await this.tokenOf(jobId, request.headers.authorization));
    bearers.add(request);
    await this.rateLimit.count(jobId);
    return true;
  }

  private async tokenOf(jobId: string, authorization = ''): Promise<string> {
    const presented = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (presented === undefined) throw unauthorized('A bearer token is required.');
    const digest = hash('sha256', presented);
    const query = new FindJobOfToken(digest);
    const token = await this.queries.execute<FindJobOfToken, { job: string; tokenId: string } | undefined>(query);
    if (token?.job !== jobId) throw unauthorized('The bearer token is not one of this job.');
    return token.tokenId;
  }
}

const unauthorized = (detail: string): ScimError => new ScimError(401, undefined, detail);
