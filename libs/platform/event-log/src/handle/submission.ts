import {
  type AnyDecider,
  anyDecider,
  type Command,
  type Decider,
  type DomainError,
  type DomainEvent,
} from '@waybill/decider';
import type { EventMetadata, LoggedEvent } from '../logged-event';

/** A command with the rules that decide it. */
export interface Instruction {
  readonly decider: AnyDecider;
  readonly command: Command;
}

/** Pairs a command with its decider; the pairing is where their types are checked. */
export function instruct<C extends Command, S, E extends DomainEvent>(
  decider: Decider<C, S, E>,
  command: C,
): Instruction {
  return { decider: anyDecider(decider), command };
}

/** Where a command came from, if another service's event led to it. */
export interface Origin {
  /** The service that takes the message, under the name of its consumer. */
  readonly consumer: string;
  /** The service whose log holds the event. */
  readonly source: string;
  readonly message: LoggedEvent;
  /** The service reacts to events of this type; how many of them it has taken in stands in its tallies. */
  readonly awaited: boolean;
}

/** Names a stream among those of all services: their names may be alike. */
export const sourceStream = ({ source, message }: Origin): string => `${source}/${message.stream}`;

/** What is handled as one: all its commands take effect, or none. */
export interface Submission {
  readonly instructions: readonly Instruction[];
  readonly metadata: EventMetadata;
  /** Live commands pass those of cycles, replays and rebuilds, but never one on the same stream. */
  readonly lane: 'live' | 'background';
  readonly origin?: Origin;
  /** Set where the reaction to the message failed before there was a command: the message is held. */
  readonly failure?: string;
}

/** The stream of one instruction after its commands. */
export interface StreamAfter<S = unknown> {
  readonly stream: string;
  readonly version: number;
  readonly state: S;
}

/** A message that waits in this service, with those of its stream that follow it. */
export interface Held {
  readonly kind: 'held';
  readonly reason: string;
  /** It waits for the messages before it, not for a reason of its own. */
  readonly follows: boolean;
  /** It contradicts what was taken in before: the source is not what it was, and somebody should look. */
  readonly contradicts?: true;
}

/** What became of a submission; `handled` only after the commit. */
export type Handled =
  | { readonly kind: 'handled'; readonly events: readonly LoggedEvent[]; readonly streams: readonly StreamAfter[] }
  /** A message that had its effect before. */
  | { readonly kind: 'suppressed' }
  | Held
  | { readonly kind: 'refused'; readonly error: DomainError };
