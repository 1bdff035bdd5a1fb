import { createHash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ScimError } from '@waybill/scim';
import type { FastifyRequest } from 'fastify';
import { FindJobOfToken } from '../domain/job-tokens';

/** Lets in whoever presents a token of the job in the path; any other, another job's included, is unknown. */
@Injectable()
export class JobTokenGuard implements CanActivate {
  constructor(private readonly queries: QueryBus) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest<{ Params: { jobId: string } }>>();
    const presented = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (presented === undefined) throw unauthorized('A bearer token is required.');
    const digest = createHash('sha256').update(presented).digest('hex');
    const token = await this.queries.execute<FindJobOfToken, { job: string } | undefined>(new FindJobOfToken(digest));
    if (token?.job !== request.params.jobId) throw unauthorized('The bearer token is not one of this job.');
    return true;
  }
}

const unauthorized = (detail: string): ScimError => new ScimError(401, undefined, detail);
