import type { Command, Decider, DomainEvent } from './decider';
import { DomainError } from './domain-error';
import { fold } from './fold';
import { FoldedRows, onlyNeeded, type RowChange } from './rows';

/** What a command led to: the events and the state after them, or the refusal. */
export interface Decision<S, E> {
  readonly events: readonly E[];
  readonly state: S;
  readonly refusal: DomainError | undefined;
}

/** What was before a command comes. */
export interface Given<C, S, E> {
  /** The same with more rows, such as another decider's events leave; those of the history itself are there already. */
  withRows(changes: readonly RowChange[]): Given<C, S, E>;
  /** @returns the decision; a `DomainError` is returned as its refusal, any other error is a bug and thrown. */
  when(...commands: C[]): Decision<S, E>;
}

/** The grammar of every decider's spec: `given(user, created).when(rename)` is what the rules say about it. */
export function given<C extends Command, S, E extends DomainEvent>(
  decider: Decider<C, S, E>,
  ...history: E[]
): Given<C, S, E> {
  return givenRows(decider, history, []);
}

function givenRows<C extends Command, S, E extends DomainEvent>(
  decider: Decider<C, S, E>,
  history: readonly E[],
  extra: readonly RowChange[],
): Given<C, S, E> {
  return {
    withRows: (changes) => givenRows(decider, history, [...extra, ...changes]),
    when: (...commands) => {
      let state = fold(decider, history);
      const rows = new FoldedRows().follow([...rowChangesOf(decider, history), ...extra]);
      const decided: E[] = [];
      try {
        for (const command of commands) {
          const events = decider.decide(command, state, onlyNeeded(rows, decider.needs?.(command) ?? []));
          decided.push(...events);
          state = events.reduce((before, event) => decider.evolve(before, event), state);
          rows.follow(rowChangesOf(decider, events));
        }
        return { events: decided, state, refusal: undefined };
      } catch (error) {
        if (error instanceof DomainError) return { events: decided, state, refusal: error };
        throw error;
      }
    },
  };
}

const rowChangesOf = <C extends Command, S, E extends DomainEvent>(
  decider: Decider<C, S, E>,
  events: readonly E[],
): RowChange[] => events.flatMap((event) => decider.rowChanges?.(event) ?? []);
