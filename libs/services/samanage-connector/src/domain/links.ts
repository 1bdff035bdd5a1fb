import type { LinkRemoved, LinkSet } from '@waybill/contracts';
import { DomainError } from '@waybill/decider';
import type { ChangesOfSubject, Subject } from './open-changes';

/** An admin's word on which account or group belongs to a subject; `by` is a principal, `now` ISO 8601, UTC. */
export type LinkDecision =
  | {
      readonly type: 'set-link';
      readonly samanageId: number;
      /** Of the change that writes the differences. */
      readonly changeId: string;
      readonly by: string;
      readonly now: string;
    }
  | { readonly type: 'remove-link'; readonly by: string; readonly now: string };

interface Linked extends ChangesOfSubject {
  readonly samanageId: number | null;
}

/**
 * Sets or removes a link; neither side is touched by that alone.
 *
 * @throws DomainError `samanage-connector.change-under-way` while a worker may be about to set a link of its own,
 *   `samanage-connector.not-linked` when there is nothing to remove
 */
export function linkEvents(decision: LinkDecision, state: Linked, subject: Subject): (LinkSet | LinkRemoved)[] {
  if (state.waiting.length > 0 && !state.parked) {
    const message = `a change of ${subject.subjectId} is under way; try again when it has ended`;
    throw new DomainError('conflict', 'samanage-connector.change-under-way', message);
  }
  const { by, now: at } = decision;
  if (decision.type === 'set-link') {
    const { samanageId } = decision;
    if (samanageId === state.samanageId) return [];
    return [{ type: 'samanage.link-set', data: { ...subject, samanageId, previousId: state.samanageId, by, at } }];
  }
  if (state.samanageId === null) {
    throw new DomainError('not-found', 'samanage-connector.not-linked', `${subject.subjectId} is not linked`);
  }
  return [{ type: 'samanage.link-removed', data: { ...subject, samanageId: state.samanageId, by, at } }];
}
