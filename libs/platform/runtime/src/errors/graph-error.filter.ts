import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { graphError } from './graph-error';
import { retryAfterSeconds } from './http-status';

/** Answers every error that no protocol of its own answers, in Graph's shape; the unforeseen is logged once. */
@Catch()
export class GraphErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { status, body } = graphError(error, request.id);
    if (status === 500) this.logger.error({ err: error, requestId: request.id }, 'a request failed unexpectedly');
    if (status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    if (status === 503) void reply.header('Retry-After', String(retryAfterSeconds));
    void reply.status(status).header('Content-Type', 'application/json').send(body);
  }
}
