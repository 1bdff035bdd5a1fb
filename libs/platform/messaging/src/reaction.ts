import type { Instruction } from '@waybill/event-log';
import type { Message } from './message-bus';

/** What a service does about an event of another: it becomes commands, once. */
export interface Reaction {
  /** The event types it answers. */
  readonly on: readonly string[];
  /** It takes events as they were recorded; otherwise older ones are read as those of today. */
  readonly asRecorded?: boolean;
  /** May read what the service keeps, and decides nothing: that is the decider's part. */
  react(message: Message): readonly Instruction[] | Promise<readonly Instruction[]>;
}
