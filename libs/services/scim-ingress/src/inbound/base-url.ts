import type { FastifyRequest } from 'fastify';

/** Where the client believes we are: what the proxy in front says, else what he called. */
export function baseUrlOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}`;
}
