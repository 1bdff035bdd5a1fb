import type {
  ConnectorChangeAbandoned,
  ConnectorChangeEdited,
  ConnectorChangeRetried,
  ConnectorChangeSuperseded,
} from '@waybill/contracts';
import { type ChangesOfSubject, type OpenChange, parkedChange, type Subject, supersededEvent } from './open-changes';

/** What an admin may decide about a change that could not be applied; `by` is a principal such as `admin:local`. */
export type AdminDecision =
  | { readonly type: 'retry-change'; readonly changeId: string; readonly by: string }
  | { readonly type: 'abandon-change'; readonly changeId: string; readonly by: string; readonly reason: string }
  | {
      readonly type: 'edit-change';
      readonly changeId: string;
      readonly by: string;
      readonly reason: string;
      /** What should hold instead, by Samanage member, until the next desired state; null is empty. */
      readonly values: Readonly<Record<string, string | null>>;
    };

export type AdminEvent =
  ConnectorChangeRetried | ConnectorChangeAbandoned | ConnectorChangeEdited | ConnectorChangeSuperseded;

/** The open changes that a change would have ended with its own outcome: what they wanted is given up with it. */
function replaced({ waiting }: ChangesOfSubject, changeId: string): OpenChange[] {
  const change = waiting.find((each) => each.changeId === changeId);
  return waiting.filter(
    (each) =>
      change && each !== change && each.kind === change.kind && !isDelta(each) && each.version <= change.version,
  );
}

/** A delta says something of other people than the others, and is given up by itself. */
const isDelta = ({ kind }: OpenChange): boolean => kind === 'members';

/** @throws DomainError `samanage-connector.nothing-parked` when the change is not (or no longer) parked */
export function decidedByAdmin(decision: AdminDecision, state: ChangesOfSubject, subject: Subject): AdminEvent[] {
  const { by } = decision;
  const { changeId, cycleId, displayName, version } = parkedChange(state, decision.changeId);
  const change = { changeId, cycleId, displayName, ...subject };
  switch (decision.type) {
    case 'retry-change':
      return [{ type: 'samanage.change-retried', data: { ...change, retriedBy: by } }];
    case 'abandon-change': {
      const { reason } = decision;
      const older = replaced(state, decision.changeId).map((each) => supersededEvent(each, changeId, subject));
      return [...older, { type: 'samanage.change-abandoned', data: { ...change, version, abandonedBy: by, reason } }];
    }
    case 'edit-change': {
      const { values, reason } = decision;
      return [
        { type: 'samanage.change-edited', data: { ...change, account: { ...values }, editedBy: by, reason } },
        { type: 'samanage.change-retried', data: { ...change, retriedBy: by } },
      ];
    }
  }
}
