import { DomainError } from '@waybill/decider';
import { principalOf } from '@waybill/runtime';
import type { FastifyRequest } from 'fastify';
import type { MappingReads } from '../domain/mapping-reads';
import type { StoredJob } from '../domain/rules-in-force';

/** @throws DomainError `mapping.job-unknown` */
export async function knownJob(reads: MappingReads, jobId: string): Promise<StoredJob> {
  const job = await reads.job(jobId);
  if (job) return job;
  throw new DomainError('not-found', 'mapping.job-unknown', `there is no job ${jobId}`);
}

/** Who asks, and when, as commands carry it. */
export function askedBy(request: FastifyRequest) {
  const by = principalOf(request)?.name ?? 'unknown';
  return { by, now: new Date().toISOString(), metadata: { correlationId: request.id, actor: by } };
}
