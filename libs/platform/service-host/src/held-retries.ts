import { Doorbell, type Running, runExclusively } from '@waybill/event-log';
import type { ReactingConsumer } from '@waybill/messaging';
import type { Pool } from 'pg';

const pollMilliseconds = 1_000;

/** Tries held messages again when they are due, in one process at a time. */
export function retryHeldMessages(consumer: ReactingConsumer, pool: Pool, onError: (error: unknown) => void): Running {
  return runExclusively({
    name: 'held messages',
    pool,
    onError,
    work: async (client, signal) => {
      while (!signal.aborted) {
        await client.query('SELECT 1');
        await consumer.retryHeld();
        await new Doorbell().wait(pollMilliseconds, signal);
      }
    },
  });
}
