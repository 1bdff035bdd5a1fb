import { Doorbell, type Running, runExclusively, type Sql } from '@waybill/event-log';
import { type MissingMessages, missingMessages, type ReactingConsumer } from '@waybill/messaging';
import type { Pool } from 'pg';

const pollMilliseconds = 1_000;

/** Who hears of what waits. */
export interface HeldTrouble {
  onError(this: void, error: unknown): void;
  onAlarm(this: void, message: string): void;
}

/**
 * Tries held messages again when they are due, and asks for those that never came, in one process at a time. A service
 * never calls another, so asking is an alarm that says what to do.
 */
export function retryHeldMessages(consumer: ReactingConsumer, pool: Pool, { onError, onAlarm }: HeldTrouble): Running {
  return runExclusively({
    name: 'held messages',
    pool,
    onError,
    work: async (client, signal) => {
      let asked: ReadonlySet<string> = new Set();
      while (!signal.aborted) {
        await consumer.retryHeld();
        asked = await askForMissing(client, consumer.name, asked, onAlarm);
        await new Doorbell().wait(pollMilliseconds, signal);
      }
    },
  });
}

/** Each is asked for once; returns what is being waited for now. */
async function askForMissing(
  sql: Sql,
  consumer: string,
  asked: ReadonlySet<string>,
  onAlarm: HeldTrouble['onAlarm'],
): Promise<ReadonlySet<string>> {
  const requests = new Set((await missingMessages(sql, consumer)).map(requestFor));
  for (const request of requests) if (!asked.has(request)) onAlarm(request);
  return requests;
}

function requestFor({ stream, from, to }: MissingMessages): string {
  const what = from === to ? `version ${from} is missing` : `versions ${from} to ${to} are missing`;
  const [source] = stream.split('/');
  return `${stream}: ${what}; waybill replay ${source} publishes ${from === to ? 'it' : 'them'} again`;
}
