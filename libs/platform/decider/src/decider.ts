import type { RowChange, Rows, RowsNeeded } from './rows';

/** What somebody asks for. It brings everything deciding needs: the time, ids and seeds (architecture §3). */
export interface Command {
  readonly type: string;
  /** The job the command belongs to, or `system` where it belongs to none. */
  readonly jobId: string;
}

/** Something that happened, before the log has given it a place. */
export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/**
 * The rules of one kind of stream, as a value: a command and a state become events, and events become a state.
 *
 * No clock, no random, no I/O: deciding may be done twice for one command, and a state is stored as JSON.
 */
export interface Decider<C extends Command = Command, S = unknown, E extends DomainEvent = DomainEvent> {
  /** Names the kind of stream; state rows carry it. */
  readonly name: string;
  /** The stream a command is about. */
  stream(command: C): string;
  initialState(): S;
  evolve(state: S, event: E): S;
  /**
   * The rows of large collections that deciding a command must see; as pure as deciding. Without it, or where it names
   * none, a decision sees none.
   */
  needs?(command: C): readonly RowsNeeded[];
  /**
   * The events that follow from a command. None means that there is nothing to do: a repeated or stale command is
   * answered so.
   *
   * @param rows those that the command needs, as the commands before it left them
   * @throws DomainError when the command is refused; a refusal that somebody should see later is an event instead.
   */
  decide(command: C, state: S, rows: Rows): readonly E[];
  /**
   * How an event changes rows of collections, its own or another decider's, so that the next command of a batch sees
   * it. What is stored is written by an inline read model, from the same events.
   */
  rowChanges?(event: E): readonly RowChange[];
  /** The unique keys this state holds; no two streams of a log hold the same key. */
  claims?(state: S): readonly string[];
}

/**
 * A decider whose command, state and event types do not matter, as in a list of them. Deciders take their own types
 * as parameters, so the only common type is the one that promises nothing.
 */
export type AnyDecider = Decider<never, never, never>;

/** A decider as one of a list. */
export const anyDecider = <C extends Command, S, E extends DomainEvent>(decider: Decider<C, S, E>): AnyDecider =>
  decider as AnyDecider;
