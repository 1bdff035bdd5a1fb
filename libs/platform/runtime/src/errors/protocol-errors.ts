import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { graphError } from './graph-error';
import { retryAfterSeconds } from './http-status';

/** How an error reads in a protocol: its status, its body and the body's media type. */
export interface ToldError {
  readonly status: number;
  readonly body: unknown;
  readonly mediaType: string;
}

export type TellError = (error: unknown, requestId: string) => ToldError;

const inGraph: TellError = (error, requestId) => ({ ...graphError(error, requestId), mediaType: 'application/json' });

/**
 * Answers every error in the protocol of the path it was asked under: whether a handler threw it, or the server before
 * any handler was reached (a body that is too large, a path that is not known). What nobody foresaw is logged once.
 */
@Catch()
export class ProtocolErrors implements ExceptionFilter {
  private readonly protocols = new Map<string, TellError>();

  constructor(private readonly logger: Logger) {}

  /** Errors under this path are told in this way; all others in Graph's. */
  register(pathPrefix: string, tell: TellError): void {
    this.protocols.set(pathPrefix, tell);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const tell = [...this.protocols].find(([prefix]) => request.url.startsWith(prefix))?.[1] ?? inGraph;
    const { status, body, mediaType } = tell(error, request.id);
    if (status === 500) this.logger.error({ err: error, requestId: request.id }, 'a request failed unexpectedly');
    if (status === 401) void reply.header('WWW-Authenticate', 'Bearer');
    if (status === 503) void reply.header('Retry-After', String(retryAfterSeconds));
    sendBody(reply.status(status), body, mediaType);
  }
}

/** Sends JSON under exactly this media type; some clients stop at a parameter they did not expect. */
export function sendBody(reply: FastifyReply, body: unknown, mediaType: string): void {
  void reply.header('Content-Type', mediaType).send(Buffer.from(JSON.stringify(body)));
}
