import { DomainError } from '@waybill/decider';
import type { ConnectedJob, JobReads } from '../domain/connected-job';
import type { ConnectionTest, FailedTest } from '../domain/connections';
import type { FastifyReply } from 'fastify';

/** @throws DomainError `samanage-connector.job-unknown` */
export async function knownJob(reads: JobReads, jobId: string): Promise<ConnectedJob> {
  return (await reads.byId(jobId)) ?? unknown(`there is no job ${jobId}`);
}

/** @throws DomainError `samanage-connector.job-unknown` */
export async function jobOfPrincipal(reads: JobReads, spId: string): Promise<ConnectedJob> {
  return (await reads.byServicePrincipal(spId)) ?? unknown(`the service principal ${spId} has no job`);
}

/** @throws DomainError `samanage-connector.job-unknown`, of another service principal's job too */
export async function jobAt(reads: JobReads, spId: string, jobId: string): Promise<ConnectedJob> {
  const job = await knownJob(reads, jobId);
  return job.servicePrincipalId === spId ? job : unknown(`the service principal ${spId} has no job ${jobId}`);
}

function unknown(message: string): never {
  throw new DomainError('not-found', 'samanage-connector.job-unknown', message);
}

/** What a test could not prove is told in this header, since Graph's answer has no body. */
export const remarkHeader = 'X-Waybill-Remark';

/**
 * @returns the address that works
 * @throws DomainError `samanage-connector.test-failed`
 */
export function passed(test: ConnectionTest, reply: FastifyReply): string {
  if (!test.ok) throw testRefusal(test);
  if (test.remark !== null) void reply.header(remarkHeader, test.remark);
  return test.baseAddress;
}

/** A test that failed, as it is told to who asked for it: what to do, and what shows it to Samanage's support. */
function testRefusal({ code, sentence, request }: FailedTest): DomainError {
  const answered = request?.status === null ? 'gave no answer' : `answered ${request?.status}`;
  const named = request?.requestId ? `, X-Request-Id ${request.requestId}` : '';
  const asked = request ? `; ${request.method} ${request.path} ${answered}${named}` : '';
  const details = [{ target: code, message: sentence }];
  return new DomainError('invalid', 'samanage-connector.test-failed', `${sentence} (${code}${asked})`, details);
}
