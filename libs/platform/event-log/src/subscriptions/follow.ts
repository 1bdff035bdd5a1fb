import type { Sql } from '../database';
import { Doorbell } from './doorbell';
import { type Running, runExclusively } from './exclusive-runner';
import { Follower } from './follower';
import type { Forwarding, Subscription, SubscriptionHost } from './subscription';

/** Starts following the log; one process at a time does, the others stand by. */
export function follow(subscription: Subscription | Forwarding, { pool, log, onError }: SubscriptionHost): Running {
  const bell = new Doorbell();
  const silence = log.onAppend(() => bell.ring());
  const runner = runExclusively({
    name: subscription.name,
    pool,
    work: (client, signal) => new Follower({ subscription, log, onError }, client, bell).run(signal),
    onError: (error) => onError(subscription.name, error),
  });
  return {
    stop: async () => {
      silence();
      bell.ring();
      await runner.stop();
    },
  };
}

/**
 * Lets a forwarding begin again after a position, whichever process runs it. Whoever hears the events a second time
 * suppresses them.
 */
export async function replay(sql: Sql, name: string, after: number): Promise<void> {
  await sql.query({
    text: 'UPDATE subscription SET position = least(position, $2) WHERE name = $1',
    values: [name, after],
  });
}
