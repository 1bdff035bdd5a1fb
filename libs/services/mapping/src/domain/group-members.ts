import type { Cause, MembersTakenIn } from '@waybill/contracts';
import type { Rows } from '@waybill/decider';
import { type EvaluatingGroup, factsFor, staleGroup, tellingOf } from './evaluate-group';
import type { GroupEvent, GroupState } from './group-state';
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
  if (part < parts) return [];
  const mapped = command.rules.compiled.groups?.enabled === true;
  const skipReason = mapped ? 'NotEffectivelyEntitled' : 'GroupsNotMapped';
  const steps = [groupScopingStep(mapped, null), skippedStep(skipReason)];
  const subject = { subjectId: groupId, subjectType: 'Group' };
  const data = { ...tellingOf(command, state, 'directory'), ...subject, skipReason, steps };
  return [{ type: 'mapping.subject-skipped', data }];
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

const telling = (command: EvaluatingGroup, state: GroupState, cause: Cause) => ({
  ...tellingOf(command, state, cause),
  steps: [],
});
