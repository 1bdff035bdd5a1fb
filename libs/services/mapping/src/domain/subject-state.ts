import type {
  AccountDesired,
  ChangeParked,
  ChangeSuperseded,
  DesiredAccount,
  OutcomeRecorded,
  SubjectSkipped,
} from '@waybill/contracts';

export type SubjectEvent = AccountDesired | SubjectSkipped | ChangeParked | ChangeSuperseded | OutcomeRecorded;

/** A change that could not be evaluated and waits. */
export interface ParkedChange {
  readonly changeId: string;
  readonly cycleId: string;
  readonly displayName: string;
}

/** What mapping remembers of a directory user. */
export interface SubjectState {
  readonly directoryVersion: number;
  readonly rulesVersion: number;
  readonly lastChangeId: string | null;
  /** An account was wanted once: from then on, loss of scope is told as a desired state (architecture §1). */
  readonly everDesired: boolean;
  /** The account as it was wanted last. */
  readonly lastDesired: DesiredAccount | null;
  readonly parked: ParkedChange | null;
  readonly samanageId: number | null;
  /** The change whose outcome was heard last. */
  readonly outcomeOf: string | null;
  /** The account as it was last applied. */
  readonly applied: OutcomeRecorded['data']['applied'];
}

export const unknownSubject: SubjectState = {
  directoryVersion: 0,
  rulesVersion: 0,
  lastChangeId: null,
  everDesired: false,
  lastDesired: null,
  parked: null,
  samanageId: null,
  outcomeOf: null,
  applied: null,
};

export function evolve(state: SubjectState, event: SubjectEvent): SubjectState {
  const { changeId } = event.data;
  switch (event.type) {
    case 'mapping.account-desired':
      return wanting(decided(state, event.data), event.data.account);
    case 'mapping.subject-skipped':
      return decided(state, event.data);
    case 'mapping.change-parked': {
      const { cycleId, displayName, directoryVersion } = event.data;
      return { ...state, directoryVersion, lastChangeId: changeId, parked: { changeId, cycleId, displayName } };
    }
    case 'mapping.change-superseded':
      return state.parked?.changeId === changeId ? { ...state, parked: null } : state;
    case 'mapping.outcome-recorded':
      return { ...state, outcomeOf: changeId, samanageId: event.data.samanageId, applied: event.data.applied };
  }
}

const decided = (
  state: SubjectState,
  { directoryVersion, rulesVersion, changeId }: AccountDesired['data'] | SubjectSkipped['data'],
): SubjectState => ({ ...state, directoryVersion, rulesVersion, lastChangeId: changeId });

const wanting = (state: SubjectState, account: DesiredAccount | null): SubjectState => ({
  ...state,
  everDesired: true,
  lastDesired: account ?? state.lastDesired,
});
