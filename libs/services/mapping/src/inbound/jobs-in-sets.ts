import { DomainError } from '@waybill/decider';
import { InSets } from '@waybill/event-log';
import type { Job, StoredJob } from '../domain/rules-in-force';
import { CompiledJobs } from './compiled-jobs';

export type FindJobs = (jobIds: readonly string[]) => Promise<ReadonlyMap<string, StoredJob>>;

/**
 * The job of an id that a message names.
 *
 * @throws DomainError `mapping.job-unknown` where there is none to work for; the message is held then, and tried
 *   again: ingress may know a job before mapping's answer has come round
 */
export type JobOf = (jobId: string) => Promise<Job>;

/** Looks jobs up in sets: messages come in batches, and most of a batch are of one job. */
export function jobsInSets(findJobs: FindJobs): JobOf {
  const jobs = new InSets<string, StoredJob | undefined>(async (jobIds) => {
    const found = await findJobs([...new Set(jobIds)]);
    return jobIds.map((jobId) => found.get(jobId));
  });
  const compiled = new CompiledJobs();
  return async (jobId) => {
    const job = await jobs.ask(jobId);
    if (!job) throw new DomainError('not-found', 'mapping.job-unknown', `there is no job ${jobId}`);
    return compiled.of(job);
  };
}
