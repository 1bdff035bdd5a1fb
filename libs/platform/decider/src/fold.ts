import type { Command, Decider, DomainEvent } from './decider';

/** The state that a history of events leads to; the oracle for every stored state row. */
export function fold<C extends Command, S, E extends DomainEvent>(decider: Decider<C, S, E>, history: Iterable<E>): S {
  let state = decider.initialState();
  for (const event of history) state = decider.evolve(state, event);
  return state;
}
