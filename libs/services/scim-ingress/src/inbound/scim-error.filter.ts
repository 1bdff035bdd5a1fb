import { type ArgumentsHost, Catch, type ExceptionFilter, Inject } from '@nestjs/common';
import { DomainError } from '@waybill/decider';
import { LOGGER, retryAfterSeconds, statusOf } from '@waybill/runtime';
import { ScimError, scimErrorBody, type ScimType } from '@waybill/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ScimRefusal } from '../domain/scim-refusal';

export const scimMediaType = 'application/scim+json';

/** Tells every error of the SCIM endpoint in the protocol's own form; nothing of what we are inside is told. */
@Catch()
export class ScimErrorFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const told = toScimError(error);
    if (told.status === 500) this.logger.error({ err: error, requestId: request.id }, 'a SCIM request failed');
    if (told.status === 401) void reply.header('WWW-Authenticate', 'Bearer realm="SCIM"');
    if (told.status === 503) void reply.header('Retry-After', String(retryAfterSeconds));
    void reply
      .status(told.status)
      .header('Content-Type', scimMediaType)
      .send(JSON.stringify(scimErrorBody(told)));
  }
}

const types: Readonly<Record<number, ScimType>> = { 400: 'invalidSyntax', 409: 'uniqueness' };

export function toScimError(error: unknown): ScimError {
  if (error instanceof ScimError) return error;
  if (error instanceof ScimRefusal) return error.scimError;
  const status = statusOf(error);
  if (error instanceof DomainError && error.kind === 'already-exists') {
    return new ScimError(409, 'uniqueness', 'Another user of this job has this userName.');
  }
  return new ScimError(
    status,
    types[status],
    status === 500 ? 'An unexpected error occurred.' : messageOf(error, status),
  );
}

function messageOf(error: unknown, status: number): string {
  if (status === 413) return 'A body may have 5 MB.';
  if (status === 415) return 'The Content-Type must be application/scim+json or application/json.';
  return error instanceof Error ? error.message : 'The request failed.';
}
