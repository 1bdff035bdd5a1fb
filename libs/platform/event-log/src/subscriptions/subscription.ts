import type { Pool, PoolClient } from 'pg';
import { connectionLost, inTransaction, type Sql } from '../database';
import type { EventLog } from '../event-log';
import type { LoggedEvent } from '../logged-event';
import { readEvents } from '../read-events';
import { reach } from '../steps';
import { Doorbell } from './doorbell';
import { type Running, runExclusively } from './exclusive-runner';

/**
 * Something that follows the log from a stored position: `apply` writes what follows from the events, and the
 * position moves in the same transaction, so each event counts once. A failing event stops the subscription where
 * everybody can see it; nothing is ever skipped (architecture §4).
 */
export interface Subscription {
  /** Unique in the service; carries the version of its table, e.g. `provisioning_log_v1`. */
  readonly name: string;
  readonly batchSize?: number;
  apply(tx: Sql, events: readonly LoggedEvent[]): Promise<void>;
}

export interface SubscriptionHost {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly onError: (name: string, error: unknown) => void;
}

const pollMilliseconds = 500;
/** After a batch, what comes next is gathered for a moment: under load a transaction is shared by many events. */
const gatherMilliseconds = 50;
const firstPauseMilliseconds = 50;
const longestPauseMilliseconds = 30_000;

/** Starts following the log; one process at a time does, the others stand by. */
export function follow(subscription: Subscription, { pool, log, onError }: SubscriptionHost): Running {
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

class Follower {
  private failures = 0;

  constructor(
    private readonly following: Pick<SubscriptionHost, 'log' | 'onError'> & { readonly subscription: Subscription },
    private readonly client: PoolClient,
    private readonly bell: Doorbell,
  ) {}

  private get subscription(): Subscription {
    return this.following.subscription;
  }

  async run(signal: AbortSignal): Promise<void> {
    let position = await this.storedPosition();
    while (!signal.aborted) {
      const events = await readEvents(this.client, position, this.batchSize());
      reach('subscription.read');
      if (events.length === 0) await this.bell.wait(pollMilliseconds, signal);
      else position = await this.advance(position, events, signal);
      if (events.length > 0) await new Doorbell().wait(gatherMilliseconds, signal);
    }
  }

  /** After a failure events are taken one by one, so that the one that fails is known and all before it count. */
  private batchSize(): number {
    return this.failures > 0 ? 1 : (this.subscription.batchSize ?? 500);
  }

  private async advance(position: number, events: readonly LoggedEvent[], signal: AbortSignal): Promise<number> {
    const last = events[events.length - 1]?.position ?? position;
    try {
      await inTransaction(this.client, async (tx) => {
        await this.subscription.apply(tx, events.map(this.following.log.types.upcast));
        reach('subscription.applied');
        await this.store(tx, last, null);
      });
      reach('subscription.committed');
      this.failures = 0;
      return last;
    } catch (error) {
      if (connectionLost(error)) throw error;
      await this.stopVisibly(position, events, error);
      const pause = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** this.failures);
      await this.pause(pause, signal);
      return position;
    }
  }

  private async stopVisibly(position: number, events: readonly LoggedEvent[], error: unknown): Promise<void> {
    this.following.onError(this.subscription.name, error);
    this.failures += 1;
    if (events.length > 1) return;
    const reason = error instanceof Error ? error.message : String(error);
    await this.store(this.client, position, `event ${events[0]?.position}: ${reason}`);
  }

  /** Sleeps in short naps, each ending in a query, so that the session is not taken for a frozen one. */
  private async pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    const until = Date.now() + milliseconds;
    while (Date.now() < until && !signal.aborted) {
      await new Doorbell().wait(Math.min(1_000, until - Date.now()), signal);
      await this.client.query('SELECT 1');
    }
  }

  private async storedPosition(): Promise<number> {
    const { rows } = await this.client.query<{ position: number }>(
      `INSERT INTO subscription (name, position) VALUES ($1, 0)
         ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING position`,
      [this.subscription.name],
    );
    return rows[0]?.position ?? 0;
  }

  private async store(tx: Sql, position: number, stoppedBy: string | null): Promise<void> {
    await tx.query({
      name: 'move subscription',
      text: `UPDATE subscription SET position = $2, stopped_by = $3,
        moved_at = CASE WHEN position = $2 THEN moved_at ELSE now() END WHERE name = $1`,
      values: [this.subscription.name, position, stoppedBy],
    });
  }
}
