import type { ChangeParked, ChangeStaged } from '@waybill/contracts';
import { DomainError } from '@waybill/decider';

/** A change that waits here: it could not be evaluated, or the deletion brake holds it back. */
export interface WaitingChange {
  readonly kind: 'parked' | 'staged';
  readonly changeId: string;
  readonly cycleId: string;
  readonly displayName: string;
}

export function waitingOf(
  kind: WaitingChange['kind'],
  { changeId, cycleId, displayName }: (ChangeParked | ChangeStaged)['data'],
): WaitingChange {
  return { kind, changeId, cycleId, displayName };
}

/** What an event makes of a state in which a change may wait, where it ends the waiting of one. */
export function noLongerWaiting<S extends { readonly waiting: WaitingChange | null }>(
  state: S,
  { changeId }: { readonly changeId: string },
): S {
  return state.waiting?.changeId === changeId ? { ...state, waiting: null } : state;
}

/** @throws DomainError `mapping.nothing-staged` where the deletion brake holds nothing of the subject back */
export function stagedIn({ waiting }: { readonly waiting: WaitingChange | null }, subjectId: string): WaitingChange {
  if (waiting?.kind === 'staged') return waiting;
  throw new DomainError('not-found', 'mapping.nothing-staged', `nothing of ${subjectId} is staged`);
}

/** Whose change waited, as the events tell that end its waiting. */
export const aboutWaiting = (
  { changeId, cycleId, displayName }: WaitingChange,
  subjectId: string,
  subjectType: 'User' | 'Group',
) => ({ changeId, cycleId, subjectId, subjectType, displayName });
