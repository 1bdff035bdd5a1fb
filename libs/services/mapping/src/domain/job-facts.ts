import { DomainError, type Rows, type RowsNeeded } from '@waybill/decider';
import type { BrakeReading } from './deletion-brake';

/** What every decision about a subject must know of its job, as of the commit before it. */
export interface JobFacts extends BrakeReading {
  readonly rulesVersion: number;
}

/** The collection that holds it, one row a job. */
export const jobRows = 'jobs';
const key = 'facts';

export const jobFactsNeeded = (jobId: string): RowsNeeded => ({ collection: jobRows, owner: jobId, keys: [key] });

/** The row of a job; its columns are flat, as those of every collection. */
export function rowOfJobFacts({ rulesVersion, brake, allowedAt, wanted, counted }: JobFacts) {
  return { key, row: { rulesVersion, ...brake, allowedAt, wanted, counted } };
}

/** @throws DomainError `mapping.job-unknown` where there is no such job */
export function jobFacts(jobId: string, rows: Rows): JobFacts {
  const row = rows.get(jobRows, jobId, key);
  if (!row) throw new DomainError('not-found', 'mapping.job-unknown', `there is no job ${jobId}`);
  const { rulesVersion, enabled, count, percent, windowHours, allowedAt, wanted, counted } = row;
  return {
    rulesVersion: Number(rulesVersion),
    brake: {
      enabled: enabled === true,
      count: Number(count),
      percent: percent === null ? null : Number(percent),
      windowHours: Number(windowHours),
    },
    allowedAt: typeof allowedAt === 'string' ? allowedAt : null,
    wanted: Number(wanted),
    counted: Number(counted),
  };
}

/**
 * Rules were read before the log's lock was taken, and newer ones may hold by now. A refusal holds the message, and a
 * held message is evaluated anew when it is tried again (architecture §1).
 */
export function assertRulesHold(decidedUnder: number, held: number): void {
  if (decidedUnder >= held) return;
  throw new DomainError(
    'conflict',
    'mapping.rules-outdated',
    `evaluated under rules version ${decidedUnder}, where version ${held} holds already`,
  );
}
