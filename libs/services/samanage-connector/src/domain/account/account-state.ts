import type {
  AccountOutcome,
  ChangeReceived,
  ConnectorChangeParked,
  ConnectorChangeSuperseded,
  LinkRemoved,
  LinkSet,
} from '@waybill/contracts';
import { evolveBy } from '@waybill/decider';
import type { AdminEvent } from '../admin-decisions';
import { type ChangesOfSubject, withoutChange } from '../open-changes';

export type AccountEvent =
  | ChangeReceived
  | AccountOutcome
  | ConnectorChangeParked
  | ConnectorChangeSuperseded
  | AdminEvent
  | LinkSet
  | LinkRemoved;

export interface AccountState extends ChangesOfSubject {
  /** The newest desired state, and the change that brought it. */
  readonly newest: ChangeReceived['data'] | null;
  /** Somebody whom the account refers to had no account. */
  readonly referenceMissing: boolean;
  /** An admin gave the newest desired state up. */
  readonly isGivenUp: boolean;
  /** The account at Samanage, while there is one. */
  readonly samanageId: number | null;
}

export const unknownAccount: AccountState = {
  waiting: [],
  newest: null,
  isGivenUp: false,
  parked: null,
  referenceMissing: false,
  endedLately: [],
  samanageId: null,
};

function afterOutcome(state: AccountState, data: AccountOutcome['data']): AccountState {
  const { changeId, waitsFor, samanageId } = data;
  return { ...withoutChange(state, changeId), parked: null, referenceMissing: waitsFor !== null, samanageId };
}

/** How each event changes what is remembered of an account. */
export const evolveAccount = evolveBy<AccountState, AccountEvent>(unknownAccount, {
  'samanage.change-received': (state, data) => {
    const { changeId, cycleId, displayName, version } = data;
    const waiting = [...state.waiting, { changeId, cycleId, displayName, version }];
    return { ...state, waiting, newest: data, isGivenUp: false, parked: null };
  },
  'samanage.account-created': afterOutcome,
  'samanage.account-linked': afterOutcome,
  'samanage.account-updated': afterOutcome,
  'samanage.account-disabled': afterOutcome,
  'samanage.account-enabled': afterOutcome,
  'samanage.account-deleted': (state, data) => ({ ...afterOutcome(state, data), samanageId: null }),
  'samanage.account-unchanged': afterOutcome,
  'samanage.account-skipped': afterOutcome,
  'samanage.change-parked': (state, { changeId, code, reason }) => ({ ...state, parked: { changeId, code, reason } }),
  'samanage.change-edited': (state, { account: values }) => ({ ...state, newest: edited(state.newest, values) }),
  // What comes of the attempt is worth telling, even if it is the same.
  'samanage.change-retried': (state) => ({ ...state, parked: state.parked && { ...state.parked, reason: '' } }),
  'samanage.change-abandoned': (state, { changeId }) => ({
    ...withoutChange(state, changeId),
    parked: null,
    isGivenUp: true,
  }),
  'samanage.change-superseded': (state, { changeId }) => withoutChange(state, changeId),
  'samanage.link-set': (state, { samanageId }) => ({ ...state, samanageId }),
  'samanage.link-removed': (state) => ({ ...state, samanageId: null }),
});

/** What an admin wrote holds as if the rules had said it. */
function edited(
  newest: AccountState['newest'],
  values: Readonly<Record<string, string | null>>,
): AccountState['newest'] {
  if (!newest?.account) return newest;
  return { ...newest, account: { ...newest.account, values: { ...newest.account.values, ...values } } };
}
