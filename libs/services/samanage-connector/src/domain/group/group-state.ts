import type {
  ConnectorChangeParked,
  ConnectorChangeSuperseded,
  GroupChangeReceived,
  GroupOutcome,
  LinkRemoved,
  LinkSet,
  MembershipsWritten,
  MembersOutcome,
  MembersReceived,
} from '@waybill/contracts';
import { evolveBy } from '@waybill/decider';
import type { AdminEvent } from '../admin-decisions';
import { type ChangesOfSubject, type OpenChange, withoutChange } from '../open-changes';

export type GroupEvent =
  | GroupChangeReceived
  | GroupOutcome
  | MembersReceived
  | MembershipsWritten
  | MembersOutcome
  | ConnectorChangeParked
  | ConnectorChangeSuperseded
  | AdminEvent
  | LinkSet
  | LinkRemoved;

/** A change of the group itself, or of its members: the first is superseded by a newer one, the second never is. */
export interface OpenGroupChange extends OpenChange {
  readonly kind: 'group' | 'members';
  /** People whom calls have added and removed so far. */
  readonly added: number;
  readonly removed: number;
}

/** What the connector remembers of a group; its members are rows. */
export interface GroupState extends ChangesOfSubject<OpenGroupChange> {
  /** The newest desired state, and the change that brought it; an admin's word may have ended it. */
  readonly newest: GroupChangeReceived['data'] | null;
  readonly newestVersion: number;
  /** Of a change of the members, which begins with its last part. */
  readonly arePartsComing: boolean;
  /** An admin gave the newest desired state up. */
  readonly isGivenUp: boolean;
  /** The group at Samanage, while there is one. */
  readonly samanageId: number | null;
}

export const unknownGroup: GroupState = {
  waiting: [],
  newest: null,
  newestVersion: 0,
  arePartsComing: false,
  isGivenUp: false,
  parked: null,
  endedLately: [],
  samanageId: null,
};

type Received = GroupChangeReceived['data'] | MembersReceived['data'];

function received(state: GroupState, data: Received, kind: OpenGroupChange['kind']): GroupState {
  const { changeId, cycleId, displayName, version } = data;
  const waiting = [...state.waiting, { changeId, cycleId, displayName, version, kind, added: 0, removed: 0 }];
  return { ...state, waiting, newestVersion: Math.max(version, state.newestVersion), parked: null };
}

const ended = (state: GroupState, { changeId }: { changeId: string }): GroupState => ({
  ...withoutChange(state, changeId),
  parked: null,
});

const groupEnded = (state: GroupState, data: GroupOutcome['data']): GroupState => ({
  ...ended(state, data),
  samanageId: data.samanageId,
});

/** How each event changes what is remembered of a group. */
export const evolveGroup = evolveBy<GroupState, GroupEvent>(unknownGroup, {
  'samanage.group-change-received': (state, data) => ({
    ...received(state, data, 'group'),
    newest: data,
    isGivenUp: false,
  }),
  'samanage.members-received': (state, data) =>
    data.part < data.parts
      ? { ...state, arePartsComing: true }
      : { ...received(state, data, 'members'), arePartsComing: false },
  'samanage.memberships-written': (state, { changeId, added, removed }) => ({
    ...state,
    waiting: state.waiting.map((change) =>
      change.changeId === changeId
        ? { ...change, added: change.added + added.length, removed: change.removed + removed.length }
        : change,
    ),
  }),
  'samanage.group-created': groupEnded,
  'samanage.group-linked': groupEnded,
  'samanage.group-updated': groupEnded,
  'samanage.group-unchanged': groupEnded,
  'samanage.group-skipped': groupEnded,
  'samanage.group-deleted': (state, data) => ({ ...ended(state, data), samanageId: null }),
  'samanage.members-updated': ended,
  'samanage.members-unchanged': ended,
  'samanage.members-skipped': ended,
  'samanage.change-parked': (state, { changeId, code, reason }) => ({ ...state, parked: { changeId, code, reason } }),
  'samanage.change-superseded': (state, { changeId }) => withoutChange(state, changeId),
  'samanage.change-abandoned': (state, { changeId }) => {
    const isGivenUp = state.isGivenUp || state.newest?.changeId === changeId;
    return { ...ended(state, { changeId }), isGivenUp };
  },
  'samanage.change-edited': (state, { account: values }) => ({ ...state, newest: edited(state.newest, values) }),
  // What comes of the attempt is worth telling, even if it is the same.
  'samanage.change-retried': (state) => ({ ...state, parked: state.parked && { ...state.parked, reason: '' } }),
  'samanage.link-set': (state, { samanageId }) => ({ ...state, samanageId }),
  'samanage.link-removed': (state) => ({ ...state, samanageId: null }),
});

/** What an admin wrote holds as if the rules had said it. */
function edited(newest: GroupState['newest'], values: Readonly<Record<string, string | null>>): GroupState['newest'] {
  if (!newest?.group) return newest;
  return { ...newest, group: { ...newest.group, values: { ...newest.group.values, ...values } } };
}
