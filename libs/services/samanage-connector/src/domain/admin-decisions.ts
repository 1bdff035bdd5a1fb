import type { ConnectorChangeAbandoned, ConnectorChangeEdited, ConnectorChangeRetried } from '@waybill/contracts';
import { type ChangesOfSubject, parkedChange, type Subject } from './open-changes';

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

export type AdminEvent = ConnectorChangeRetried | ConnectorChangeAbandoned | ConnectorChangeEdited;

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
      return [{ type: 'samanage.change-abandoned', data: { ...change, version, abandonedBy: by, reason } }];
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
