import type { LoggedEvent, Running } from '@waybill/event-log';

/** An event on its way between services. */
export interface Message extends LoggedEvent {
  /** The service in whose log the event was born. */
  readonly source: string;
}

/** The last message of a source that a consumer has taken in. */
export interface Confirmed {
  readonly position: number;
  readonly eventId: string;
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
  /** How far this consumer has come with a source, undefined where it has not begun. */
  confirmed(source: string): Promise<Confirmed | undefined>;
}

/**
 * What carries messages from the logs to their consumers: at least once, in the order of each stream. Order across
 * streams and across sources is not promised, and nothing may depend on it (architecture §5).
 */
export interface MessageBus {
  /** Starts delivering to a consumer, from where it stopped. */
  deliver(consumer: Consumer): Running;
}
