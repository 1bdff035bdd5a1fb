import {
  type AccountOutcome,
  type ChangeAbandoned,
  type ChangeParked,
  type ChangeStaged,
  type ChangeSuperseded,
  type ChangeUnchanged,
  type ConnectorChangeAbandoned,
  type ConnectorChangeParked,
  type ConnectorChangeSuperseded,
  type GroupOutcome,
  type MembersOutcome,
  type RequestRefused,
  type SubjectSkipped,
  upcast,
} from '@waybill/contracts';
import type { ProvisioningAction, ProvisioningStatus } from '@waybill/graph';

/**
 * The events that are worth a record of their own: an outcome, a reason why there is none yet, or a request that never
 * became a change.
 */
export type ToldEvent =
  | AccountOutcome
  | GroupOutcome
  | MembersOutcome
  | ConnectorChangeParked
  | ConnectorChangeSuperseded
  | ConnectorChangeAbandoned
  | SubjectSkipped
  | ChangeUnchanged
  | ChangeParked
  | ChangeStaged
  | ChangeAbandoned
  | ChangeSuperseded
  | RequestRefused;

export type Outcome = 'applied' | 'unchanged' | 'skipped' | 'superseded' | 'abandoned';

/** How an event of ours reads in Azure AD's words. */
export interface Telling {
  readonly status: ProvisioningStatus;
  readonly action: ProvisioningAction;
  /** The outcome in which the change ended; null while it is in flight, and where there is none. */
  readonly outcome: Outcome | null;
}

const applied = (action: ProvisioningAction): Telling => ({ status: 'success', action, outcome: 'applied' });
const skipped = (outcome: Outcome): Telling => ({ status: 'skipped', action: 'other', outcome });
const failed: Telling = { status: 'failure', action: 'other', outcome: null };

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
  'samanage.group-created': applied('create'),
  'samanage.group-linked': applied('update'),
  'samanage.group-updated': applied('update'),
  'samanage.group-deleted': applied('delete'),
  'samanage.group-unchanged': skipped('unchanged'),
  'samanage.group-skipped': skipped('skipped'),
  'samanage.members-updated': applied('update'),
  'samanage.members-unchanged': skipped('unchanged'),
  'samanage.members-skipped': skipped('skipped'),
  'samanage.change-superseded': skipped('superseded'),
  'samanage.change-parked': failed,
  'samanage.change-abandoned': { ...failed, outcome: 'abandoned' },
  'mapping.subject-skipped': skipped('skipped'),
  'mapping.change-unchanged': skipped('unchanged'),
  'mapping.change-superseded': skipped('superseded'),
  'mapping.change-parked': failed,
  'mapping.change-staged': { status: 'success', action: 'stageddelete', outcome: null },
  'mapping.change-abandoned': { ...failed, outcome: 'abandoned' },
  'directory.request-refused': failed,
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

/** Whom an event speaks of, and of which change. */
export interface ToldSubject {
  readonly changeId: string;
  readonly cycleId: string;
  /** Directory id; empty where a request named none. */
  readonly id: string;
  readonly displayName: string;
  /** `User`, `Group`, or the name of one of the job's own resource types. */
  readonly type: string;
}

/** Whom an event speaks of. A refused request is no change: it goes by its correlation id, and belongs to no cycle. */
export function subjectOf({ type, data }: ToldEvent): ToldSubject {
  if (type === 'directory.request-refused') {
    const { correlationId, subjectId, kind } = data;
    return { changeId: correlationId, cycleId: '', id: subjectId ?? '', displayName: '', type: kind ?? 'User' };
  }
  const { changeId, cycleId, displayName } = data;
  return { changeId, cycleId, displayName, ...whoIn(data) };
}

function whoIn(data: Exclude<ToldEvent, RequestRefused>['data']): Pick<ToldSubject, 'id' | 'type'> {
  if ('subjectId' in data) return { id: data.subjectId, type: data.subjectType };
  return 'groupId' in data ? { id: data.groupId, type: 'Group' } : { id: data.userId, type: 'User' };
}

/** An event as the provisioning log keeps it. */
export interface KeptEvent {
  readonly type: string;
  /** Missing in records from when no event that is told had more than one version. */
  readonly version?: number;
  readonly data: unknown;
}

/** An event that was kept, as today's code knows it. */
export const toldEvent = ({ type, version = 1, data }: KeptEvent): ToldEvent =>
  upcast({ type, version, data }) as unknown as ToldEvent;
