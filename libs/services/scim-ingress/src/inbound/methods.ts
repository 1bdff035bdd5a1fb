import type { FastifyRequest } from 'fastify';
import { ScimErrorWithHeaders } from './scim-errors';

/**
 * Refuses what a path of the protocol's own does not do; without this the request would go on to the resources, whose
 * paths take any name.
 *
 * @param allowed as the `Allow` header lists them
 * @throws ScimError 405 with `Allow` (RFC 9110 §15.5.6)
 */
export function assertMethod({ method }: Pick<FastifyRequest, 'method'>, ...allowed: readonly string[]): void {
  if (allowed.includes(method)) return;
  const Allow = allowed.join(', ');
  throw new ScimErrorWithHeaders(405, undefined, `${method} is not possible here; possible: ${Allow}.`, { Allow });
}
