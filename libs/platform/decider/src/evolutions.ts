import type { DomainEvent } from './decider';

/** What each type of event makes of a state. */
export type Evolutions<S, E extends DomainEvent> = {
  readonly [Type in E['type']]: (state: S, data: Extract<E, { readonly type: Type }>['data']) => S;
};

/**
 * Makes the `evolve` of a decider from a table, a row an event type.
 *
 * @param initial what a state has at first; one that was stored before a release that keeps more lacks the newer members
 */
export const evolveBy =
  <S extends object, E extends DomainEvent>(initial: S, evolutions: Evolutions<S, E>) =>
  (stored: S, event: E): S => {
    const evolution = evolutions[event.type as E['type']];
    return evolution({ ...initial, ...stored }, event.data);
  };
