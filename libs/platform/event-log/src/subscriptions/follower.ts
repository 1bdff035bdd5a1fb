import type { PoolClient } from 'pg';
import { connectionLost, inTransaction, type Sql } from '../database';
import type { LoggedEvent } from '../logged-event';
import { readEvents } from '../read-events';
import { reach } from '../steps';
import { Doorbell } from './doorbell';
import type { Forwarding, Subscription, SubscriptionHost } from './subscription';

const batchSize = 500;
const firstPauseMilliseconds = 50;
/** Less than a session may be silent. */
const lifeSignMilliseconds = 1_000;

/**
 * How they follow. After a batch, what comes next is gathered for a moment: under load a transaction is shared by many
 * events. A projection that fails will fail again; what an event is handed to may answer at any time.
 */
const paces = {
  projection: { poll: 500, gather: 50, longestPause: 30_000 },
  forwarding: { poll: 100, gather: 20, longestPause: 1_000 },
} as const;

/** The one that follows, for as long as it holds the connection that makes it the only one. */
export class Follower {
  private failures = 0;

  constructor(
    private readonly following: Pick<SubscriptionHost, 'log' | 'onError'> & {
      readonly subscription: Subscription | Forwarding;
    },
    private readonly client: PoolClient,
    private readonly bell: Doorbell,
  ) {}

  private get subscription(): Subscription | Forwarding {
    return this.following.subscription;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // Read again each time: a replay moves it back.
      const position = await this.storedPosition();
      const events = await readEvents(this.client, position, this.batchSize());
      reach('subscription.read');
      if (events.length === 0) await this.bell.wait(this.pace.poll, signal);
      else await this.advance(position, events, signal);
      if (events.length > 0) await new Doorbell().wait(this.pace.gather, signal);
    }
  }

  /** After a failure events are taken one by one, so that the one that fails is known and all before it count. */
  private batchSize(): number {
    if (this.failures > 0) return 1;
    return ('apply' in this.subscription ? this.subscription.batchSize : undefined) ?? batchSize;
  }

  private get pace() {
    return 'forward' in this.subscription ? paces.forwarding : paces.projection;
  }

  private async advance(position: number, events: readonly LoggedEvent[], signal: AbortSignal): Promise<void> {
    const last = events[events.length - 1]?.position ?? position;
    try {
      await this.handOn(events);
      await inTransaction(this.client, async (tx) => {
        await this.apply(tx, events);
        reach('subscription.applied');
        await this.move(tx, position, last);
      });
      reach('subscription.committed');
      this.failures = 0;
    } catch (error) {
      if (connectionLost(error)) throw error;
      await this.stopVisibly(position, events, error);
      const pause = Math.min(this.pace.longestPause, firstPauseMilliseconds * 2 ** this.failures);
      await this.pause(pause, signal);
    }
  }

  private async apply(tx: Sql, events: readonly LoggedEvent[]): Promise<void> {
    if ('apply' in this.subscription) await this.subscription.apply(tx, events.map(this.following.log.types.upcast));
  }

  /** However long that takes, the session is not silent; where it was lost, others may hand on the same. */
  private async handOn(events: readonly LoggedEvent[]): Promise<void> {
    if (!('forward' in this.subscription)) return;
    let lost: unknown;
    const alive = () => void this.client.query('SELECT 1').catch((error: unknown) => (lost = error));
    const showingLife = setInterval(alive, lifeSignMilliseconds);
    try {
      await this.subscription.forward(events);
    } finally {
      clearInterval(showingLife);
    }
    if (lost) throw lost as Error;
  }

  private async stopVisibly(position: number, events: readonly LoggedEvent[], error: unknown): Promise<void> {
    this.following.onError(this.subscription.name, error);
    this.failures += 1;
    if (events.length > 1) return;
    const reason = error instanceof Error ? error.message : String(error);
    await this.client.query({
      name: 'stop subscription',
      text: 'UPDATE subscription SET stopped_by = $3 WHERE name = $1 AND position = $2',
      values: [this.subscription.name, position, `event ${events[0]?.position}: ${reason}`],
    });
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
    const { rows } = await this.client.query<{ position: number }>({
      name: 'position of subscription',
      text: 'SELECT position FROM subscription WHERE name = $1',
      values: [this.subscription.name],
    });
    if (rows[0]) return rows[0].position;
    await this.client.query('INSERT INTO subscription (name, position) VALUES ($1, 0)', [this.subscription.name]);
    return 0;
  }

  /** @throws Error where a replay has moved it meanwhile: then what was done belongs to a position that is no more */
  private async move(tx: Sql, from: number, to: number): Promise<void> {
    const { rows } = await tx.query<object>({
      name: 'move subscription',
      text: `UPDATE subscription SET position = $3, stopped_by = NULL, moved_at = now()
        WHERE name = $1 AND position = $2 RETURNING 1`,
      values: [this.subscription.name, from, to],
    });
    if (rows.length === 0) throw new Error(`${this.subscription.name} was moved away from ${from}`);
  }
}
