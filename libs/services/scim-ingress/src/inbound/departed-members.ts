import { Doorbell, type EventLog, instruct, type Running, runExclusively, type Sql } from '@waybill/event-log';
import { defaultLeniency, groupType } from '@waybill/scim';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Departed } from '../domain/resources/departed';
import type { ResourceCommand } from '../domain/resources/resource-command';
import { group } from '../domain/resources/resource-decider';

const pollMilliseconds = 1_000;
/** Groups that are told of in one transaction. */
const groupsAtOnce = 50;

interface Options {
  readonly pool: Pool;
  readonly log: EventLog;
  /** Finds groups that have departed members, up to `limit` of them. */
  readonly departed: (sql: Sql, limit: number) => Promise<readonly Departed[]>;
  readonly onError: (error: unknown) => void;
}

/**
 * Whoever was deleted is out of his groups at once for every reader; here each group is told so, once, in its own
 * stream. What is to be done stands in the rows, so that nothing is forgotten by a process that ends.
 */
export function tellGroupsOfDepartures({ pool, log, departed, onError }: Options): Running {
  const bell = new Doorbell();
  const unlisten = log.onAppend((events) => {
    if (events.some(({ type }) => type === 'directory.user-deleted' || type === 'directory.group-deleted')) bell.ring();
  });
  const running = runExclusively({
    name: 'departed members',
    pool,
    onError,
    work: async (client, signal) => {
      while (!signal.aborted) {
        const told = await tellOnce(log, await departed(client, groupsAtOnce));
        if (told < groupsAtOnce) await bell.wait(pollMilliseconds, signal);
      }
    },
  });
  return {
    stop: async () => {
      unlisten();
      await running.stop();
    },
  };
}

/** @returns how many groups were told */
async function tellOnce(log: EventLog, departed: readonly Departed[]): Promise<number> {
  const metadata = { correlationId: uuidv7(), actor: 'scim-ingress' };
  await Promise.all(
    departed.map(({ job: jobId, groupId: id, members: memberIds }) => {
      const command: ResourceCommand = {
        type: 'drop-members',
        jobId,
        id,
        memberIds,
        resourceType: groupType,
        leniency: defaultLeniency,
        changeId: uuidv7(),
        membersChangeId: uuidv7(),
        now: new Date().toISOString(),
        ifMatch: null,
      };
      return log.submit({ instructions: [instruct(group, command)], metadata, lane: 'background' });
    }),
  );
  return departed.length;
}
