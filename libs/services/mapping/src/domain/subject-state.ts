import type {
  AccountDesired,
  ChangeAbandoned,
  ChangeParked,
  ChangeReleased,
  ChangeStaged,
  ChangeSuperseded,
  ChangeUnchanged,
  DesiredValues,
  SubjectSkipped,
  UserTakenIn,
} from '@waybill/contracts';
import { evolveBy } from '@waybill/decider';
import {
  awaiting,
  nothingReported,
  type Reported,
  type ReportEvent,
  withAnswer,
  withLink,
  withOutcome,
} from './subject-reports';
import { noLongerWaiting, type WaitingChange, waitingOf } from './waiting-change';

export type SubjectEvent =
  | UserTakenIn
  | AccountDesired
  | SubjectSkipped
  | ChangeUnchanged
  | ChangeParked
  | ChangeStaged
  | ChangeReleased
  | ChangeAbandoned
  | ChangeSuperseded
  | ReportEvent;

export type Presence = AccountDesired['data']['presence'];

/** The account as it was wanted last. */
export interface LastDesired {
  readonly changeId: string;
  readonly presence: Presence;
  readonly account: DesiredValues | null;
  readonly allowed: AccountDesired['data']['allowed'];
}

/** What mapping remembers of a directory user. */
export interface SubjectState extends Reported {
  readonly directoryVersion: number;
  readonly displayName: string;
  /** As the directory told him last; null for one who was deleted, or of whom nothing was kept yet. */
  readonly resource: Readonly<Record<string, unknown>> | null;
  /** `resource` says what the directory told last; false of one whom only an older release took in. */
  readonly takenIn: boolean;
  readonly rulesVersion: number;
  readonly lastChangeId: string | null;
  /** The change of the directory that was decided last. */
  readonly lastDirectoryChange: string | null;
  /** The initial cycle in which he was evaluated last. */
  readonly evaluatedIn: string | null;
  /** Set once an account was wanted: from then on, loss of scope is told as a desired state (architecture §1). */
  readonly lastDesired: LastDesired | null;
  readonly waiting: WaitingChange | null;
}

export const unknownSubject: SubjectState = {
  directoryVersion: 0,
  displayName: '',
  resource: null,
  takenIn: false,
  rulesVersion: 0,
  lastChangeId: null,
  lastDirectoryChange: null,
  evaluatedIn: null,
  lastDesired: null,
  waiting: null,
  ...nothingReported,
};

/** How each event changes what is remembered. */
export const evolve = evolveBy<SubjectState, SubjectEvent>(unknownSubject, {
  'mapping.user-taken-in': (state, { directoryVersion, displayName, resource }) => ({
    ...state,
    directoryVersion,
    displayName,
    resource,
    takenIn: true,
  }),
  'mapping.account-desired': (state, data) => {
    const { changeId, presence, account, allowed } = data;
    const lastDesired = { changeId, presence, account: account ?? state.lastDesired?.account ?? null, allowed };
    return { ...decided(state, data), lastDesired, isAbandoned: false, onDemand: awaiting(state, data) };
  },
  'mapping.subject-skipped': (state, data) => decided(state, data),
  'mapping.change-unchanged': (state, data) => decided(state, data),
  'mapping.change-parked': (state, data) => ({ ...decided(state, data), waiting: waitingOf('parked', data) }),
  'mapping.change-staged': (state, data) => ({ ...decided(state, data), waiting: waitingOf('staged', data) }),
  'mapping.change-released': noLongerWaiting,
  'mapping.change-abandoned': noLongerWaiting,
  'mapping.change-superseded': noLongerWaiting,
  // The connector works on the newest state alone: whatever of it an admin gives up, that is what is not reached.
  'mapping.outcome-recorded': (state, data) => withOutcome(state, data, true),
  'mapping.link-recorded': withLink,
  'mapping.on-demand-answered': withAnswer,
});

type Evaluated = (AccountDesired | SubjectSkipped | ChangeUnchanged | ChangeParked | ChangeStaged)['data'];

function decided(
  state: SubjectState,
  { directoryVersion, rulesVersion, changeId, cause, cycleId }: Evaluated,
): SubjectState {
  const evaluatedIn = cause === 'cycle' ? cycleId : state.evaluatedIn;
  const lastDirectoryChange = cause === 'directory' ? changeId : state.lastDirectoryChange;
  return { ...state, directoryVersion, rulesVersion, lastChangeId: changeId, lastDirectoryChange, evaluatedIn };
}
