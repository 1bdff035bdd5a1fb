import { principalOf } from '@waybill/runtime';
import type { FastifyRequest } from 'fastify';

/** Who asks, and when, as commands carry it. */
export function askedBy(request: FastifyRequest) {
  const by = principalOf(request)?.name ?? 'unknown';
  return { by, now: new Date().toISOString(), metadata: { correlationId: request.id, actor: by } };
}
