import { type ArgumentsHost, Catch, type ExceptionFilter, MethodNotAllowedException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { allowedMethods, type ServedRoute } from './allowed-methods';
import { graphError, statusOf } from './graph-error';
import { retryAfterSeconds } from './http-status';

/** How an error reads in a protocol: its status, its body, the body's media type, and headers of its own. */
export interface ToldError {
  readonly status: number;
  readonly body: unknown;
  readonly mediaType: string;
  /** Such as `Retry-After`; they count more than those that go with the status. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type TellError<Told extends ToldError = ToldError> = (error: unknown, requestId: string) => Told;

/** Hears of an error once it was answered. */
export type ObserveError<Told extends ToldError = ToldError> = (told: Told, request: FastifyRequest) => void;

/** An error as it is told, with what is to be done after the answer. */
type Telling = (error: unknown, request: FastifyRequest) => { readonly told: ToldError; readonly answered: () => void };

const inGraph: Telling = (error, { id }) => ({
  told: { ...graphError(error, id), mediaType: 'application/json' },
  answered: () => undefined,
});

/** The header that names a request in every answer, and by which a client may name it. */
export const requestIdHeader = 'X-Request-Id';

/**
 * Answers every error in the protocol of the path it was asked under: whether a handler threw it, or the server before
 * any handler was reached (a body that is too large, a path that is not known). What nobody foresaw is logged once.
 */
@Catch()
export class ProtocolErrors implements ExceptionFilter {
  private readonly protocols = new Map<string, Telling>();
  private routes: readonly ServedRoute[] = [];

  constructor(private readonly logger: Logger) {}

  /**
   * Errors under this path are told in this way; all others in Graph's.
   *
   * @param observe called after each answer, with what was told; the client does not wait for it, and what it throws
   *   is logged
   */
  register<Told extends ToldError>(pathPrefix: string, tell: TellError<Told>, observe?: ObserveError<Told>): void {
    this.protocols.set(pathPrefix, (error, request) => {
      const told = tell(error, request.id);
      return { told, answered: () => observe?.(told, request) };
    });
  }

  /** With the routes of the application, a path that is served for other methods is answered with 405 and `Allow`. */
  serve(routes: readonly ServedRoute[]): void {
    this.routes = routes;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const telling = [...this.protocols].find(([prefix]) => request.url.startsWith(prefix))?.[1] ?? inGraph;
    const { told, answered } = telling(this.foundOut(error, request), request);
    const { status, body, mediaType } = told;
    if (status === 500) this.logger.error({ err: error, requestId: request.id }, 'a request failed unexpectedly');
    void reply.headers({ ...this.headersFor(status, request), ...told.headers });
    sendBody(reply.status(status), body, mediaType);
    try {
      answered();
    } catch (failure) {
      this.logger.error({ err: failure, requestId: request.id }, 'an observer of errors failed');
    }
  }

  /** A path that no route has for this method may have others. */
  private foundOut(error: unknown, { method, url, is404 }: FastifyRequest): unknown {
    if (statusOf(error) !== 404 || !is404) return error;
    const allowed = allowedMethods(this.routes, url);
    if (allowed.length === 0 || allowed.includes(method)) return error;
    return new MethodNotAllowedException(`${method} is not possible here; possible: ${allowed.join(', ')}.`);
  }

  private headersFor(status: number, request: FastifyRequest): Record<string, string> {
    // The server may fail before its hooks run.
    const named = { [requestIdHeader]: request.id };
    switch (status) {
      case 401:
        return { ...named, 'WWW-Authenticate': 'Bearer' };
      case 405:
        return { ...named, Allow: allowedMethods(this.routes, request.url).join(', ') };
      case 503:
        return { ...named, 'Retry-After': String(retryAfterSeconds) };
      default:
        return named;
    }
  }
}

/** Sends JSON under exactly this media type; some clients stop at a parameter they did not expect. */
export function sendBody(reply: FastifyReply, body: unknown, mediaType: string): void {
  void reply.header('Content-Type', mediaType).send(Buffer.from(JSON.stringify(body)));
}
