import type { Command, Decider, DomainEvent } from './decider';
import { DomainError } from './domain-error';
import { fold } from './fold';

/** What a command led to: the events and the state after them, or the refusal. */
export interface Decision<S, E> {
  readonly events: readonly E[];
  readonly state: S;
  readonly refusal: DomainError | undefined;
}

/**
 * The grammar of every decider's spec: `given(user, created).when(rename)` is what the rules say about it.
 *
 * @returns the decision; a `DomainError` is returned as its refusal, any other error is a bug and thrown.
 */
export function given<C extends Command, S, E extends DomainEvent>(decider: Decider<C, S, E>, ...history: E[]) {
  return {
    when(...commands: C[]): Decision<S, E> {
      let state = fold(decider, history);
      const decided: E[] = [];
      try {
        for (const command of commands) {
          const events = decider.decide(command, state);
          decided.push(...events);
          state = events.reduce((before, event) => decider.evolve(before, event), state);
        }
        return { events: decided, state, refusal: undefined };
      } catch (error) {
        if (error instanceof DomainError) return { events: decided, state, refusal: error };
        throw error;
      }
    },
  };
}
