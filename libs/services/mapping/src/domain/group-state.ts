import type {
  ChangeAbandoned,
  ChangeParked,
  ChangeReleased,
  ChangeStaged,
  ChangeSuperseded,
  ChangeUnchanged,
  DesiredValues,
  GroupDesired,
  GroupTakenIn,
  MembersDesired,
  MembersTakenIn,
  SubjectSkipped,
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

export type GroupEvent =
  | GroupTakenIn
  | MembersTakenIn
  | GroupDesired
  | MembersDesired
  | SubjectSkipped
  | ChangeUnchanged
  | ChangeParked
  | ChangeStaged
  | ChangeReleased
  | ChangeAbandoned
  | ChangeSuperseded
  | ReportEvent;

export type GroupPresence = GroupDesired['data']['presence'];

export interface LastDesiredGroup {
  readonly changeId: string;
  readonly presence: GroupPresence;
  readonly group: DesiredValues | null;
  readonly allowed: GroupDesired['data']['allowed'];
}

/** What mapping remembers of a directory group; its members are rows. */
export interface GroupState extends Reported {
  readonly directoryVersion: number;
  readonly displayName: string;
  readonly resource: Readonly<Record<string, unknown>> | null;
  /** How many direct members it has. */
  readonly members: number;
  readonly rulesVersion: number;
  /** The changes that were decided last: one write may be two, of the group and of its members. */
  readonly lastChanges: readonly string[];
  readonly evaluatedIn: string | null;
  /** Set once a group was wanted; from then on, loss of scope is told as a desired state. */
  readonly lastDesired: LastDesiredGroup | null;
  readonly waiting: WaitingChange | null;
  /** Everybody who is a member is still to be told: the group has come into scope. */
  readonly snapshotDue: boolean;
}

export const unknownGroup: GroupState = {
  directoryVersion: 0,
  displayName: '',
  resource: null,
  members: 0,
  rulesVersion: 0,
  lastChanges: [],
  evaluatedIn: null,
  lastDesired: null,
  waiting: null,
  snapshotDue: false,
  ...nothingReported,
};

/** How each event changes what is remembered. */
export const evolveGroup = evolveBy<GroupState, GroupEvent>(unknownGroup, {
  'mapping.group-taken-in': (state, { directoryVersion, displayName, resource }) => {
    const members = resource === null ? 0 : state.members;
    return { ...state, directoryVersion, displayName, resource, members };
  },
  'mapping.members-taken-in': (state, { directoryVersion, added, removed }) => ({
    ...state,
    directoryVersion,
    members: state.members + added.length - removed.length,
  }),
  'mapping.group-desired': (state, data) => ({
    ...decided(state, data),
    lastDesired: {
      changeId: data.changeId,
      presence: data.presence,
      group: data.group ?? state.lastDesired?.group ?? null,
      allowed: data.allowed,
    },
    snapshotDue: data.snapshotFollows,
    isAbandoned: false,
    onDemand: awaiting(state, data),
  }),
  'mapping.members-desired': (state, data) => {
    if (data.part < data.parts) return state;
    const { evaluatedIn } = state;
    const snapshotDue = data.snapshot ? false : state.snapshotDue;
    return { ...decided(state, data), evaluatedIn, snapshotDue, onDemand: awaiting(state, data) };
  },
  'mapping.subject-skipped': (state, data) => decided(state, data),
  'mapping.change-unchanged': (state, data) => decided(state, data),
  'mapping.change-parked': (state, data) => ({ ...decided(state, data), waiting: waitingOf('parked', data) }),
  'mapping.change-staged': (state, data) => ({ ...decided(state, data), waiting: waitingOf('staged', data) }),
  'mapping.change-released': noLongerWaiting,
  'mapping.change-abandoned': noLongerWaiting,
  'mapping.change-superseded': noLongerWaiting,
  // A change of its members may be given up, and the group is what it should be.
  'mapping.outcome-recorded': (state, data) => withOutcome(state, data, data.changeId === state.lastDesired?.changeId),
  'mapping.link-recorded': withLink,
  'mapping.on-demand-answered': withAnswer,
});

const remembered = 4;

type Decided = (SubjectSkipped | GroupDesired | MembersDesired | ChangeUnchanged | ChangeParked | ChangeStaged)['data'];

function decided(state: GroupState, { rulesVersion, changeId, cause, cycleId }: Decided): GroupState {
  const lastChanges = [...state.lastChanges.filter((each) => each !== changeId), changeId].slice(-remembered);
  return { ...state, rulesVersion, lastChanges, evaluatedIn: cause === 'cycle' ? cycleId : state.evaluatedIn };
}
