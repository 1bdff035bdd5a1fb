import type { ConnectorCause, LinkRemoved, LinkSet } from '@waybill/contracts';
import { type AdminDecision, type AdminEvent, decidedByAdmin } from './admin-decisions';
import { type LinkDecision, linkEvents } from './links';
import type { ChangesOfSubject, Subject } from './open-changes';

/** What neither mapping wants nor a worker reports: an admin's word, or a difference that was found at Samanage. */
export type OwnDecision =
  | AdminDecision
  | LinkDecision
  /** Samanage shows something else than what was applied last. */
  | { readonly type: 'repair-drift'; readonly changeId: string };

interface Linked extends ChangesOfSubject {
  readonly samanageId: number | null;
}

/**
 * Decides what is decided alike of accounts and groups.
 *
 * @param opened opens a change of our own, unless an open one will find out by itself what it would
 * @throws DomainError as admin decisions and links are refused
 */
export function decidedHere<Received>(
  decision: OwnDecision,
  state: Linked,
  subject: Subject,
  opened: (changeId: string, cause: ConnectorCause) => Received[],
): (Received | AdminEvent | LinkSet | LinkRemoved)[] {
  switch (decision.type) {
    case 'repair-drift':
      return opened(decision.changeId, 'drift');
    case 'remove-link':
      return linkEvents(decision, state, subject);
    case 'set-link': {
      const set = linkEvents(decision, state, subject);
      if (set.length === 0) return [];
      if (!state.parked) return [...set, ...opened(decision.changeId, 'relinked')];
      // What could not be applied before may be applied to what the link names.
      const retry = { type: 'retry-change', changeId: state.parked.changeId, by: decision.by } as const;
      return [...set, ...decidedByAdmin(retry, state, subject)];
    }
    default:
      return decidedByAdmin(decision, state, subject);
  }
}
