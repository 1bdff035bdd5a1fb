import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { assertListenAddress } from '../access/access-tokens';
import { assertRoutesHaveAccess, routesOf } from '../access/route-inventory';
import { ProtocolErrors, requestIdHeader } from '../errors/protocol-errors';
import { nestLogger } from '../logging/logger';
import { traceRequests } from '../telemetry/trace-requests';
import { acceptJson, bodyLimitBytes } from './json-bodies';
import { RuntimeModule, type RuntimeOptions } from './runtime.module';

export interface HttpApplicationOptions extends RuntimeOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

/** An application that answers. */
export interface HttpApplication {
  readonly app: NestFastifyApplication;
  readonly port: number;
  /** Stops taking requests, finishes those under way, and ends every part in order. */
  close(): Promise<void>;
}

const ownRequestId = /^[\w.-]{1,64}$/;

/** Makes an application of modules that does not listen yet: for tests, and for `listen`. */
export async function createHttpApplication(
  modules: readonly DynamicModule[],
  { logger, tokens }: RuntimeOptions,
): Promise<NestFastifyApplication> {
  const errors = new ProtocolErrors(logger);
  const adapter = new FastifyAdapter({
    bodyLimit: bodyLimitBytes,
    trustProxy: true,
    routerOptions: { maxParamLength: 512, ignoreTrailingSlash: true },
    // A proxy may ask by the whole address (RFC 9112 §3.2.2).
    rewriteUrl: ({ url = '/' }) => url.replace(/^https?:\/\/[^/?]*/i, '') || '/',
    genReqId: ({ headers }: IncomingMessage) => {
      const given = headers['x-request-id'] ?? headers['client-request-id'];
      return typeof given === 'string' && ownRequestId.test(given) ? given : randomUUID();
    },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      errors.answer(error, request, reply),
  });
  const root = { module: class Application {}, imports: [RuntimeModule.with({ logger, tokens }, errors), ...modules] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: nestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  traceRequests(app);
  nameRequests(app);
  acceptJson(app);
  app.useGlobalFilters(errors);
  const routes = routesOf(app);
  assertRoutesHaveAccess(routes);
  errors.serve(routes);
  return app;
}

/** Every answer says under which id its request is found in the logs. */
function nameRequests(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      void reply.header(requestIdHeader, request.id);
      done();
    });
}

/**
 * Starts an application.
 *
 * @throws Error when a local token would be accepted from other machines, or a route names nobody who may call it
 */
export async function startHttpApplication(
  modules: readonly DynamicModule[],
  options: HttpApplicationOptions,
): Promise<HttpApplication> {
  assertListenAddress(options.host, options.tokens);
  const app = await createHttpApplication(modules, options);
  try {
    await app.listen(options.port, options.host);
  } catch (error) {
    // Some parts may have begun before the one that cannot.
    await app.close();
    throw error;
  }
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  return { app, port, close: () => closeInTime(app) };
}

const patienceMilliseconds = 5_000;

/** A client that never finishes its request must not keep the process: its connection is cut after a while. */
async function closeInTime(app: NestFastifyApplication): Promise<void> {
  const cut = setTimeout(() => app.getHttpServer().closeAllConnections(), patienceMilliseconds);
  await app.close();
  clearTimeout(cut);
}
