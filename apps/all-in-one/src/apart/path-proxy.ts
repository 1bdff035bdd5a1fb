import type { AddressInfo } from 'node:net';
import httpProxy from '@fastify/http-proxy';
import Fastify from 'fastify';
import { serviceOf } from './path-division';

export interface PathProxy {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * One door in front of the services: hands each request to the service that answers its path, as it came.
 *
 * @param portOf where a service answers now
 */
export async function startPathProxy(
  host: string,
  port: number,
  portOf: (service: string) => number,
): Promise<PathProxy> {
  const proxy = Fastify({ forceCloseConnections: 'idle', routerOptions: { maxParamLength: 1_024 } });
  await proxy.register(httpProxy, {
    upstream: '',
    preHandler: (request, reply, done) => {
      if (serviceOf(request.url)) return done();
      const innerError = { date: new Date().toISOString(), 'request-id': request.id };
      const error = { code: 'Request_ResourceNotFound', message: 'No service answers here.', innerError };
      void reply.status(404).send({ error });
    },
    replyOptions: {
      getUpstream: ({ url }) => `http://${host}:${portOf(serviceOf(url ?? '') ?? '')}`,
      rewriteRequestHeaders: ({ headers: asked }, headers) => ({
        ...headers,
        'x-forwarded-host': asked.host ?? '',
        'x-forwarded-proto': 'http',
      }),
    },
  });
  await proxy.listen({ host, port });
  return { port: (proxy.server.address() as AddressInfo).port, close: () => proxy.close() };
}
