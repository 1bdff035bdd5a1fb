import { Doorbell, type EventLog, instruct, newId, type Running, runExclusively, type Sql } from '@waybill/event-log';
import type { Pool } from 'pg';
import { subject } from '../domain/subject';
import type { JobOf } from './jobs-in-sets';

/** What the evaluator of leavers looks up and keeps. */
export interface LeaverBook {
  /** Users of groups that were deleted. */
  readonly leavers: (sql: Sql, limit: number) => Promise<readonly { readonly job: string; readonly userId: string }[]>;
  readonly forget: (sql: Sql, userIds: readonly string[]) => Promise<void>;
}

const pollMilliseconds = 1_000;
const pageSize = 256;

/**
 * Evaluates the members of deleted groups again, where a filter asks for groups: whoever deletes a group does not name
 * its members. One process does it at a time; who is evaluated twice is found unchanged.
 */
export function evaluateLeavers(
  book: LeaverBook,
  jobOf: JobOf,
  { pool, log, onError }: { pool: Pool; log: EventLog; onError: (error: unknown) => void },
): Running {
  return runExclusively({
    name: 'group leavers',
    pool,
    onError,
    work: async (client, signal) => {
      const bell = new Doorbell();
      while (!signal.aborted) {
        const leavers = await book.leavers(client, pageSize);
        if (leavers.length === 0) {
          await bell.wait(pollMilliseconds, signal);
          continue;
        }
        await Promise.all(leavers.map(({ job, userId }) => evaluate(job, userId, jobOf, log)));
        await book.forget(
          client,
          leavers.map(({ userId }) => userId),
        );
      }
    },
  });
}

async function evaluate(jobId: string, userId: string, jobOf: JobOf, log: EventLog): Promise<void> {
  const { rules, cycleId } = await jobOf(jobId);
  if (!rules.compiled.usesMembership) return;
  const command = {
    type: 'evaluate-again',
    jobId,
    userId,
    changeId: newId(),
    cycleId,
    cause: 'membership',
    rules,
  } as const;
  const instruction = instruct(subject, { ...command, now: new Date().toISOString() });
  const metadata = { correlationId: command.changeId, actor: 'service:mapping' };
  const handled = await log.submit({ instructions: [instruction], metadata, lane: 'background' });
  if (handled.kind === 'refused') throw handled.error;
}
