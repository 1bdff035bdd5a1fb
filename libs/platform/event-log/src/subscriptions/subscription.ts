import type { Pool } from 'pg';
import type { Sql } from '../database';
import type { EventLog } from '../event-log';
import type { LoggedEvent } from '../logged-event';

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

/**
 * Something that hands the log on to where no transaction of ours reaches: the position moves when that is done, so
 * each event is handed on at least once.
 */
export interface Forwarding {
  readonly name: string;
  forward(events: readonly LoggedEvent[]): Promise<void>;
}

export interface SubscriptionHost {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly onError: (name: string, error: unknown) => void;
}
