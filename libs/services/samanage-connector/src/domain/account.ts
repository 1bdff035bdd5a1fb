import type {
  AccountChangeParked,
  AccountChangeSuperseded,
  AccountDesired,
  AccountOutcome,
  AccountOutcomeType,
  ChangeReceived,
  Outcome,
} from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';

export type AccountEvent = ChangeReceived | AccountOutcome | AccountChangeParked | AccountChangeSuperseded;

export type AccountCommand = Command &
  (
    | { type: 'desire-account'; version: number; desired: AccountDesired['data'] }
    /** A worker's report; the change's own facts are the state's. */
    | { type: 'record-outcome'; userId: string; outcomeType: AccountOutcomeType; outcome: ReportedOutcome }
    | { type: 'park-change'; userId: string; parked: ReportedParking }
    /** The account of somebody this one refers to has appeared. */
    | { type: 'resolve-reference'; userId: string; changeId: string }
  );

export type ReportedOutcome = Omit<Outcome, 'cycleId' | 'userId' | 'displayName'>;
export type ReportedParking = Omit<AccountChangeParked['data'], 'cycleId' | 'userId' | 'displayName'>;

/** A change that was taken over and has not ended. */
interface WaitingChange {
  readonly changeId: string;
  readonly cycleId: string;
  readonly displayName: string;
  readonly version: number;
}

export interface AccountState {
  readonly waiting: readonly WaitingChange[];
  /** The newest desired state, and the change that brought it. */
  readonly newest: ChangeReceived['data'] | null;
  /** Why the newest change could not be applied when it was last tried. */
  readonly parked: { readonly changeId: string; readonly code: string; readonly reason: string } | null;
  /** Somebody whom the account refers to had no account. */
  readonly referenceMissing: boolean;
  /** The changes that ended last, so that one that comes again does not end again. */
  readonly endedLately: readonly string[];
}

const initial: AccountState = { waiting: [], newest: null, parked: null, referenceMissing: false, endedLately: [] };

const remembered = 20;

export const unresolvedReference = 'UnableToResolveReferenceAttributeValue';

/** One account of a job: the newest desired state, and the changes that have not ended (architecture §1, §6). */
export const account: Decider<AccountCommand, AccountState, AccountEvent> = {
  name: 'account',
  stream: (command) => `account-${command.type === 'desire-account' ? command.desired.userId : command.userId}`,
  initialState: () => initial,
  evolve,
  decide: (command, state) => {
    switch (command.type) {
      case 'desire-account':
        return desire(command, state);
      case 'record-outcome':
        return recordOutcome(command, state);
      case 'park-change':
        return park(command, state);
      case 'resolve-reference':
        return resolveReference(command, state);
    }
  },
};

function evolve(state: AccountState, event: AccountEvent): AccountState {
  const { data } = event;
  switch (event.type) {
    case 'samanage.change-received': {
      const { changeId, cycleId, displayName, version } = event.data;
      const waiting = [...state.waiting, { changeId, cycleId, displayName, version }];
      return { ...state, waiting, newest: event.data, parked: null };
    }
    case 'samanage.change-parked':
      return { ...state, parked: { changeId: data.changeId, code: event.data.code, reason: event.data.reason } };
    case 'samanage.change-superseded':
      return ended(state, data.changeId);
    default:
      return { ...ended(state, data.changeId), parked: null, referenceMissing: event.data.waitsFor !== null };
  }
}

const ended = (state: AccountState, changeId: string): AccountState => ({
  ...state,
  waiting: state.waiting.filter((change) => change.changeId !== changeId),
  endedLately: [...state.endedLately, changeId].slice(-remembered),
});

type Of<Type extends AccountCommand['type']> = Extract<AccountCommand, { type: Type }>;

function desire({ version, desired }: Of<'desire-account'>, state: AccountState): AccountEvent[] {
  const newest = state.newest;
  if (newest && version <= newest.version) {
    const { changeId } = desired;
    const open = state.waiting.map((change) => change.changeId);
    const known = [newest.changeId, ...open, ...state.endedLately].includes(changeId);
    return known ? [] : [superseded({ ...desired, version }, newest.changeId, desired.userId)];
  }
  // Nothing of a parked change is on its way, so it can end now; another one may be, and ends with its outcome.
  const replaced = state.waiting.filter(({ changeId }) => changeId === state.parked?.changeId);
  return [
    ...replaced.map((change) => superseded(change, desired.changeId, desired.userId)),
    { type: 'samanage.change-received', data: { ...desired, version, cause: 'desired' } },
  ];
}

function recordOutcome({ userId, outcomeType, outcome }: Of<'record-outcome'>, state: AccountState): AccountEvent[] {
  const change = state.waiting.find(({ changeId }) => changeId === outcome.changeId);
  if (!change) return [];
  const { cycleId, displayName } = change;
  const before = state.waiting.filter(
    ({ version, changeId }) => version <= change.version && changeId !== change.changeId,
  );
  return [
    ...before.map((older) => superseded(older, change.changeId, userId)),
    { type: outcomeType, data: { ...outcome, cycleId, displayName, userId } },
  ];
}

function park({ userId, parked }: Of<'park-change'>, state: AccountState): AccountEvent[] {
  const change = state.waiting.find(({ changeId }) => changeId === parked.changeId);
  const told = state.parked;
  if (!change || (told?.changeId === parked.changeId && told.code === parked.code && told.reason === parked.reason)) {
    return [];
  }
  const { cycleId, displayName } = change;
  return [{ type: 'samanage.change-parked', data: { ...parked, cycleId, displayName, userId } }];
}

function resolveReference({ changeId }: Of<'resolve-reference'>, state: AccountState): AccountEvent[] {
  // An open change will resolve the reference itself.
  if (!state.newest || !state.referenceMissing || state.waiting.length > 0) return [];
  return [{ type: 'samanage.change-received', data: { ...state.newest, changeId, cause: 'reference-appeared' } }];
}

const superseded = (
  { changeId, cycleId, displayName, version }: WaitingChange,
  supersededBy: string,
  userId: string,
): AccountChangeSuperseded => ({
  type: 'samanage.change-superseded',
  data: { changeId, cycleId, userId, version, displayName, supersededBy },
});
