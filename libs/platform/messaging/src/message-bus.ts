import type { EventLog, LoggedEvent, Running } from '@waybill/event-log';
import type { Pool } from 'pg';

/** An event on its way between services. */
export interface Message extends LoggedEvent {
  /** The service in whose log the event was born. */
  readonly source: string;
}

/** How far a consumer has come with a source. */
export interface Confirmed {
  /** Everything up to here was taken in. */
  readonly reach: number;
  /** The furthest message that was taken in, and its event. */
  readonly position: number;
  readonly eventId: string;
}

/** Bytes that came by the bus and are no message: nobody can tell whose they are. */
export interface PoisonRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: string;
}

/** One that hears what other services have logged. */
export interface Consumer {
  /** The service that consumes; its replicas share the name, and the messages. */
  readonly name: string;
  /** Services whose logs are followed. */
  readonly sources: readonly string[];
  /**
   * Takes a batch in. When this resolves, every message is done or held, durably; when it throws, the whole batch
   * comes again later, and none of it is ever given up.
   */
  handle(messages: readonly Message[]): Promise<void>;
  /** Keeps what nobody can read, with the reason, and says so; then it is done with, as far as the bus is concerned. */
  keepPoison(records: readonly PoisonRecord[]): Promise<void>;
  /** How far this consumer has come with a source, undefined where it has not begun. */
  confirmed(source: string): Promise<Confirmed | undefined>;
}

/** A log that was restored to an older state, so that others know events that it does not. */
export class RestoredLog extends Error {
  override readonly name = 'RestoredLog';
}

/** A log whose events others hear. */
export interface CarriedLog {
  /** The service that owns it. */
  readonly service: string;
  readonly log: EventLog;
  /** The service's connections. */
  readonly pool: Pool;
}

/**
 * What carries messages from the logs to their consumers: at least once, in the order of each stream. Order across
 * streams and across sources is not promised, and nothing may depend on it (architecture §5).
 */
export interface MessageBus {
  /**
   * Starts carrying what a service logs to whoever listens. Until this has resolved, nothing may be appended.
   *
   * @throws RestoredLog where others have heard another story than the log tells
   */
  carry(log: CarriedLog): Promise<Running>;
  /** Starts delivering to a consumer, from where it stopped. */
  deliver(consumer: Consumer): Running;
}
