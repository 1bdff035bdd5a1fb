import type {
  ConnectorCause,
  GroupDesired,
  GroupOutcomeData,
  GroupOutcomeType,
  MembersDesired,
  MembershipsWritten,
} from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';
import { isKnownChange, parkedEvents, type ReportedParking, type Subject, supersededEvent } from '../open-changes';
import { decidedHere, type OwnDecision } from '../own-decisions';
import { evolveGroup, type GroupEvent, type GroupState, type OpenGroupChange, unknownGroup } from './group-state';
import { endedMembers, type MembersReport } from './members-outcome';

export type GroupCommand = Command &
  (
    | { type: 'desire-group'; version: number; desired: GroupDesired['data'] }
    | { type: 'desire-members'; version: number; desired: MembersDesired['data'] }
    | ({ groupId: string } & (
        | { type: 'record-group-outcome'; outcomeType: GroupOutcomeType; outcome: ReportedGroupOutcome }
        | { type: 'record-memberships'; written: MembershipsWritten['data'] }
        | { type: 'end-members'; report: MembersReport }
        /** Of the group itself, or of its members: the newest of these changes is the one that waits. */
        | { type: 'park-change'; kind: OpenGroupChange['kind']; parked: Omit<ReportedParking, 'changeId'> }
        /** People who are to be members, and had no account when that was said, have one now. */
        | { type: 'resolve-members'; changeId: string; cycleId: string; userIds: readonly string[] }
        | OwnDecision
      ))
  );

export type ReportedGroupOutcome = Omit<GroupOutcomeData, 'cycleId' | 'groupId' | 'displayName'>;

/** One group of a job: the newest desired state, and the changes that have not ended (architecture §1, §6). */
export const group: Decider<GroupCommand, GroupState, GroupEvent> = {
  name: 'group',
  stream: (command) => `group-${'desired' in command ? command.desired.groupId : command.groupId}`,
  initialState: () => unknownGroup,
  evolve: evolveGroup,
  decide: (command, stored) => {
    const state = { ...unknownGroup, ...stored };
    if (command.type === 'desire-group') return desireGroup(command, state);
    return command.type === 'desire-members' ? desireMembers(command, state) : decide(command, state);
  },
};

type Of<Type extends GroupCommand['type']> = Extract<GroupCommand, { type: Type }>;

const subjectOf = (subjectId: string): Subject => ({ subjectId, subjectType: 'Group' });

function decide(
  command: Exclude<GroupCommand, Of<'desire-group'> | Of<'desire-members'>>,
  state: GroupState,
): GroupEvent[] {
  switch (command.type) {
    case 'record-group-outcome':
      return recordOutcome(command, state);
    case 'record-memberships':
      return [{ type: 'samanage.memberships-written', data: command.written }];
    case 'end-members':
      return endedMembers(command.groupId, command.report, state);
    case 'park-change':
      return park(command, state);
    case 'resolve-members':
      return resolveMembers(command, state);
    default:
      return decidedHere(command, state, subjectOf(command.groupId), (changeId, cause) =>
        opened(state, changeId, cause),
      );
  }
}

function park({ groupId, kind, parked }: Of<'park-change'>, state: GroupState): GroupEvent[] {
  const newest = state.waiting.findLast((change) => change.kind === kind);
  return newest ? parkedEvents(state, subjectOf(groupId), { ...parked, changeId: newest.changeId }) : [];
}

function desireGroup({ version, desired }: Of<'desire-group'>, state: GroupState): GroupEvent[] {
  const { newest } = state;
  const subject = subjectOf(desired.groupId);
  if (newest && version <= newest.version) {
    const isKnown = newest.changeId === desired.changeId || isKnownChange(state, desired.changeId);
    return isKnown ? [] : [supersededEvent({ ...desired, version }, newest.changeId, subject)];
  }
  const onDemand = desired.cause === 'on-demand';
  return [
    ...replacedBy(state, desired.changeId, subject),
    { type: 'samanage.group-change-received', data: { ...desired, version, cause: 'desired', onDemand } },
  ];
}

/** Nothing of a parked change of the group itself is on its way, so it can end now. */
const replacedBy = (state: GroupState, changeId: string, subject: Subject): GroupEvent[] =>
  state.waiting
    .filter((change) => change.kind === 'group' && change.changeId === state.parked?.changeId)
    .map((change) => supersededEvent(change, changeId, subject));

/** Deltas are never superseded: each says something of other people. */
function desireMembers({ version, desired }: Of<'desire-members'>, state: GroupState): GroupEvent[] {
  if (isKnownChange(state, desired.changeId)) return [];
  const { changeId, cycleId, groupId, displayName, part, parts, added, removed, snapshot } = desired;
  const onDemand = desired.cause === 'on-demand';
  const about = { changeId, cycleId, groupId, displayName, version, cause: 'desired' as const, onDemand };
  return [{ type: 'samanage.members-received', data: { ...about, part, parts, added, removed, snapshot } }];
}

function recordOutcome({ groupId, outcomeType, outcome }: Of<'record-group-outcome'>, state: GroupState): GroupEvent[] {
  const ofGroup = state.waiting.filter(({ kind }) => kind === 'group');
  const change = ofGroup.find(({ changeId }) => changeId === outcome.changeId);
  if (!change) return [];
  const { cycleId, displayName } = change;
  const before = ofGroup.filter(({ version, changeId }) => version <= change.version && changeId !== change.changeId);
  return [
    ...before.map((older) => supersededEvent(older, change.changeId, subjectOf(groupId))),
    { type: outcomeType, data: { ...outcome, cycleId, displayName, groupId } },
  ];
}

/** An open change of the members, and one that is coming, finds those who appeared by itself. */
function resolveMembers(command: Of<'resolve-members'>, state: GroupState): GroupEvent[] {
  const { newest, waiting, arePartsComing, newestVersion: version } = state;
  if (!newest || arePartsComing || waiting.some(({ kind }) => kind === 'members')) return [];
  const { changeId, cycleId, groupId, userIds } = command;
  const about = { changeId, cycleId, groupId, displayName: newest.displayName, version };
  const members = { part: 1, parts: 1, added: [...userIds], removed: [], snapshot: null };
  const cause = 'reference-appeared' as const;
  return [{ type: 'samanage.members-received', data: { ...about, cause, onDemand: false, ...members } }];
}

/** Opens a change of our own; an open one will find out by itself what this one would. */
function opened(state: GroupState, changeId: string, cause: ConnectorCause): GroupEvent[] {
  const { newest, isGivenUp, waiting, newestVersion: version } = state;
  if (!newest || isGivenUp || waiting.some(({ kind }) => kind === 'group')) return [];
  return [{ type: 'samanage.group-change-received', data: { ...newest, changeId, version, cause, onDemand: false } }];
}
