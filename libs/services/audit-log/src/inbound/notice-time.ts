import { Doorbell, inTransaction, type Running, runExclusively, type Sql } from '@waybill/event-log';
import type { Pool } from 'pg';

/** Less than a session may be silent. */
const pollMilliseconds = 2_000;

interface Options {
  readonly pool: Pool;
  /** Each writes down what has come about by the passing of time. */
  readonly notice: readonly ((tx: Sql) => Promise<void>)[];
  readonly onError: (error: unknown) => void;
}

/** Notices what no event tells of: that somebody is silent, or that something is about to end. */
export function noticeTime({ pool, notice, onError }: Options): Running {
  return runExclusively({
    name: 'notice time',
    pool,
    onError,
    work: async (client, signal) => {
      while (!signal.aborted) {
        for (const each of notice) await inTransaction(client, each);
        await new Doorbell().wait(pollMilliseconds, signal);
      }
    },
  });
}
