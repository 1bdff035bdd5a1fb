import type {
  AccountChangeParked,
  AccountChangeSuperseded,
  AccountOutcome,
  ChangeParked,
  ChangeSuperseded,
  SubjectSkipped,
} from '@waybill/contracts';
import type { ProvisioningAction, ProvisioningStatus } from '@waybill/graph';

/** The events that are worth a record of their own: an outcome, or a reason why there is none yet. */
export type ToldEvent =
  AccountOutcome | AccountChangeParked | AccountChangeSuperseded | SubjectSkipped | ChangeParked | ChangeSuperseded;

export type Outcome = 'applied' | 'unchanged' | 'skipped' | 'superseded' | 'abandoned';

/** How an event of ours reads in Azure AD's words. */
export interface Telling {
  readonly status: ProvisioningStatus;
  readonly action: ProvisioningAction;
  /** The outcome in which the change ended; null while it is in flight. */
  readonly outcome: Outcome | null;
}

const applied = (action: ProvisioningAction): Telling => ({ status: 'success', action, outcome: 'applied' });
const skipped = (outcome: Outcome): Telling => ({ status: 'skipped', action: 'other', outcome });
const parked: Telling = { status: 'failure', action: 'other', outcome: null };

/** The one table of how our outcomes are told; every surface that speaks Graph uses it. */
const tellings: Readonly<Record<ToldEvent['type'], Telling>> = {
  'samanage.account-created': applied('create'),
  'samanage.account-linked': applied('update'),
  'samanage.account-updated': applied('update'),
  'samanage.account-enabled': applied('update'),
  'samanage.account-disabled': applied('disable'),
  'samanage.account-deleted': applied('delete'),
  'samanage.account-unchanged': skipped('unchanged'),
  'samanage.account-skipped': skipped('skipped'),
  'samanage.change-superseded': skipped('superseded'),
  'samanage.change-parked': parked,
  'mapping.subject-skipped': skipped('skipped'),
  'mapping.change-superseded': skipped('superseded'),
  'mapping.change-parked': parked,
};

/** How an event is told; undefined for one that has no record of its own. */
export function tellingOf(event: { readonly type: string; readonly data: unknown }): Telling | undefined {
  const telling = tellings[event.type as ToldEvent['type']] as Telling | undefined;
  const told = event as ToldEvent;
  if (!telling) return undefined;
  if (told.type === 'samanage.change-parked') return { ...telling, action: told.data.action };
  const remarks = 'remarks' in told.data ? told.data.remarks.length : 0;
  return telling.status === 'success' && remarks > 0 ? { ...telling, status: 'warning' } : telling;
}
