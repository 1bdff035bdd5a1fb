import { Doorbell, type EventLog, instruct, newId, type Running, runExclusively, type Sql } from '@waybill/event-log';
import type { Pool } from 'pg';
import { group } from '../domain/group';
import type { Job } from '../domain/rules-in-force';
import type { JobOf } from './jobs-in-sets';

interface GroupMembers {
  readonly directoryVersion: number;
  readonly members: readonly string[];
}

/** What the teller of members looks up. */
export interface SnapshotBook {
  /** The groups whose members are all to be told. */
  readonly due: (sql: Sql) => Promise<readonly { readonly job: string; readonly groupId: string }[]>;
  /** Directory ids of all direct members of a group, and the version of the group that had them. */
  readonly membersOf: (sql: Sql, groupId: string) => Promise<GroupMembers>;
}

const pollMilliseconds = 1_000;
const membersInPart = 1_000;

/** Tells everybody who is a member of a group that has come into scope; one process does it at a time. */
export function tellSnapshots(
  book: SnapshotBook,
  jobOf: JobOf,
  { pool, log, onError }: { pool: Pool; log: EventLog; onError: (error: unknown) => void },
): Running {
  return runExclusively({
    name: 'group snapshots',
    pool,
    onError,
    work: async (client, signal) => {
      const bell = new Doorbell();
      while (!signal.aborted) {
        for (const { job, groupId } of await book.due(client))
          await tell(groupId, await book.membersOf(client, groupId), await jobOf(job), log);
        await bell.wait(pollMilliseconds, signal);
      }
    },
  });
}

/**
 * All parts are told in one transaction, as long as the group is at the version that was read; otherwise they are read
 * again.
 */
async function tell(
  groupId: string,
  { members, directoryVersion }: GroupMembers,
  job: Job,
  log: EventLog,
): Promise<void> {
  const { jobId, cycleId, rules } = job;
  const parts = Math.max(1, Math.ceil(members.length / membersInPart));
  const command = {
    type: 'tell-members',
    jobId,
    groupId,
    changeId: newId(),
    cycleId,
    rules,
    now: new Date().toISOString(),
    directoryVersion,
    parts,
    total: members.length,
  } as const;
  const instructions = Array.from({ length: parts }, (_, index) =>
    instruct(group, {
      ...command,
      part: index + 1,
      members: members.slice(index * membersInPart, (index + 1) * membersInPart),
    }),
  );
  await log.submit({
    instructions,
    metadata: { correlationId: command.changeId, actor: 'service:mapping' },
    lane: 'background',
  });
}
