import type { Cause, MembersTakenIn } from '@waybill/contracts';
import { DomainError, type Rows, type RowsNeeded } from '@waybill/decider';
import { type EvaluatingGroup, factsFor, staleGroup, tellingOf } from './evaluate-group';
import type { GroupEvent, GroupState } from './group-state';
import { membershipRows } from './memberships';
import { groupScopingStep, skippedStep } from './steps';

/** Members joined or left, as the directory told it: one of `parts` parts. */
export interface TakeInMembers extends EvaluatingGroup {
  readonly type: 'take-in-members';
  readonly displayName: string;
  readonly directoryVersion: number;
  readonly part: number;
  readonly parts: number;
  readonly added: MembersTakenIn['data']['added'];
  readonly removed: readonly string[];
}

/** Everybody who is a member of a group that has come into scope, in parts that are told together. */
export interface TellMembers extends EvaluatingGroup {
  readonly type: 'tell-members';
  /** The version of the group whose members these are. */
  readonly directoryVersion: number;
  readonly part: number;
  readonly parts: number;
  readonly members: readonly string[];
  /** How many there are in all parts. */
  readonly total: number;
}

/** Members are told again, since an admin asked for that. */
export interface TellMembersAgain extends EvaluatingGroup {
  readonly type: 'tell-members-again';
  /** Directory ids of some people, or everybody who was a member at a version of the group. */
  readonly told:
    | { readonly named: readonly string[] }
    | { readonly everybody: readonly string[]; readonly directoryVersion: number };
}

/** Keeps who joined and left, and passes it on where the group is wanted (architecture §1). */
export function takeInMembers(command: TakeInMembers, state: GroupState, rows: Rows): GroupEvent[] {
  const { groupId, directoryVersion, added, removed } = command;
  if (directoryVersion <= state.directoryVersion) return command.part < command.parts ? [] : staleGroup(command, state);
  factsFor(command, state, rows);
  const takenIn: GroupEvent = {
    type: 'mapping.members-taken-in',
    data: { groupId, directoryVersion, added: [...added], removed: [...removed] },
  };
  const told = { ...state, directoryVersion, displayName: state.displayName || command.displayName };
  return [takenIn, ...passedOn(command, told)];
}

/** A group that is not wanted has no members at Samanage; the last part ends the change. */
function passedOn(command: TakeInMembers, state: GroupState): GroupEvent[] {
  const { groupId, part, parts, added, removed } = command;
  if (state.lastDesired?.presence === 'present') {
    const ids = { added: added.map(({ id }) => id), removed: [...removed] };
    const data = { ...telling(command, state, 'directory'), groupId, part, parts, ...ids, snapshot: null };
    return [{ type: 'mapping.members-desired', data }];
  }
  return part < parts ? [] : [membersSkipped(command, state, 'directory')];
}

function membersSkipped(command: EvaluatingGroup, state: GroupState, cause: Cause): GroupEvent {
  const mapped = command.rules.compiled.groups?.enabled === true;
  const skipReason = mapped ? 'NotEffectivelyEntitled' : 'GroupsNotMapped';
  const steps = [groupScopingStep(mapped, null), skippedStep(skipReason)];
  const subject = { subjectId: command.groupId, subjectType: 'Group' };
  const data = { ...tellingOf(command, state, cause), ...subject, skipReason, steps };
  return { type: 'mapping.subject-skipped', data };
}

/** Tells a part of everybody, as long as it is due and nobody joined or left meanwhile. */
export function tellMembers(command: TellMembers, state: GroupState, rows: Rows): GroupEvent[] {
  if (!state.snapshotDue || state.resource === null || command.directoryVersion !== state.directoryVersion) return [];
  factsFor(command, state, rows);
  const { groupId, part, parts, members, total } = command;
  const data = {
    ...telling(command, state, 'cycle'),
    groupId,
    part,
    parts,
    added: [...members],
    removed: [],
    snapshot: { total },
  };
  return [{ type: 'mapping.members-desired', data }];
}

/** Whether the people that are named are members of the group. */
export const namedNeeds = ({ groupId, told }: TellMembersAgain): readonly RowsNeeded[] =>
  'named' in told ? told.named.map((owner) => ({ collection: membershipRows, owner, keys: [groupId] })) : [];

const membersInPart = 1_000;

/**
 * Tells who of those that are named are members and who are none, or everybody.
 *
 * @throws DomainError `mapping.group-changed` where somebody joined or left since everybody was read
 */
export function tellMembersAgain(command: TellMembersAgain, state: GroupState, rows: Rows): GroupEvent[] {
  if (state.lastChanges.includes(command.changeId)) return [];
  factsFor(command, state, rows);
  if (state.lastDesired?.presence !== 'present') return [membersSkipped(command, state, 'on-demand')];
  const { members, snapshot } = toldNow(command, state, rows);
  const parts = Math.max(1, Math.ceil(members.length / membersInPart));
  return Array.from({ length: parts }, (_, index) => {
    const some = members.slice(index * membersInPart, (index + 1) * membersInPart);
    const idsOf = (joined: boolean) => some.filter(({ isMember }) => isMember === joined).map(({ id }) => id);
    const told = {
      groupId: command.groupId,
      part: index + 1,
      parts,
      added: idsOf(true),
      removed: idsOf(false),
      snapshot,
    };
    return { type: 'mapping.members-desired', data: { ...telling(command, state, 'on-demand'), ...told } };
  });
}

function toldNow({ groupId, told }: TellMembersAgain, state: GroupState, rows: Rows) {
  if ('named' in told) {
    const isMember = (id: string) => rows.get(membershipRows, id, groupId) !== undefined;
    return { members: told.named.map((id) => ({ id, isMember: isMember(id) })), snapshot: null };
  }
  if (told.directoryVersion !== state.directoryVersion) {
    throw new DomainError('conflict', 'mapping.group-changed', `somebody joined or left group ${groupId} meanwhile`);
  }
  const members = told.everybody.map((id) => ({ id, isMember: true }));
  return { members, snapshot: { total: members.length } };
}

const telling = (command: EvaluatingGroup, state: GroupState, cause: Cause) => ({
  ...tellingOf(command, state, cause),
  steps: [],
});
