import type { Command, Decider, Rows } from '@waybill/decider';
import type { Cause } from '@waybill/contracts';
import { lossChange } from './deletion-brake';
import { evaluateGroup, type EvaluatingGroup, groupNeeds, staleGroup } from './evaluate-group';
import { type TakeInMembers, takeInMembers, type TellMembers, tellMembers } from './group-members';
import { evolveGroup, type GroupEvent, type GroupState, unknownGroup } from './group-state';
import { membershipChanges } from './memberships';
import { aboutWaiting, stagedIn } from './waiting-change';

interface TakeInGroup extends EvaluatingGroup {
  readonly type: 'take-in-group';
  readonly displayName: string;
  readonly directoryVersion: number;
  /** As the directory tells it now, without members; null once it was deleted for good. */
  readonly resource: Readonly<Record<string, unknown>> | null;
}

interface EvaluateGroupAgain extends EvaluatingGroup {
  readonly type: 'evaluate-group-again';
  readonly cause: Exclude<Cause, 'directory'>;
}

interface ReleaseGroupChange extends Command, Pick<EvaluatingGroup, 'groupId' | 'rules' | 'now'> {
  readonly type: 'release-group-change';
  readonly releasedBy: string;
}

interface AbandonGroupChange extends Command {
  readonly type: 'abandon-group-change';
  readonly groupId: string;
  readonly abandonedBy: string;
  readonly reason: string;
}

export type GroupCommand =
  TakeInGroup | TakeInMembers | TellMembers | EvaluateGroupAgain | ReleaseGroupChange | AbandonGroupChange;

/** One directory group, and what it and its members should be at Samanage. */
export const group: Decider<GroupCommand, GroupState, GroupEvent> = {
  name: 'group',
  stream: ({ groupId }) => `group-${groupId}`,
  initialState: () => unknownGroup,
  evolve: evolveGroup,
  needs: groupNeeds,
  decide: (command, stored, rows) => decide(command, { ...unknownGroup, ...stored }, rows),
  rowChanges: (event) => {
    if (event.type === 'mapping.members-taken-in') return membershipChanges(event.data);
    return event.type === 'mapping.group-desired' && event.data.loss ? [lossChange(event.data.loss)] : [];
  },
};

function decide(command: GroupCommand, state: GroupState, rows: Rows): GroupEvent[] {
  switch (command.type) {
    case 'take-in-group':
      return takeInGroup(command, state, rows);
    case 'take-in-members':
      return takeInMembers(command, state, rows);
    case 'tell-members':
      return tellMembers(command, state, rows);
    case 'evaluate-group-again':
      return evaluateAgain(command, state, rows);
    case 'release-group-change':
      return release(command, state, rows);
    case 'abandon-group-change':
      return abandon(command, state);
  }
}

function takeInGroup(command: TakeInGroup, state: GroupState, rows: Rows): GroupEvent[] {
  const { groupId, directoryVersion, displayName, resource } = command;
  if (directoryVersion <= state.directoryVersion) return staleGroup(command, state);
  const takenIn = {
    type: 'mapping.group-taken-in',
    data: { groupId, directoryVersion, displayName, resource },
  } as const;
  return [takenIn, ...evaluateGroup(command, 'directory', evolveGroup(state, takenIn), rows)];
}

function evaluateAgain(command: EvaluateGroupAgain, state: GroupState, rows: Rows): GroupEvent[] {
  const { cause, cycleId, changeId } = command;
  const never = state.directoryVersion === 0 || (cause !== 'release' && state.lastChanges.includes(changeId));
  if (never || (cause === 'cycle' && state.evaluatedIn === cycleId)) return [];
  return evaluateGroup(command, cause, state, rows);
}

function release({ releasedBy, ...command }: ReleaseGroupChange, state: GroupState, rows: Rows): GroupEvent[] {
  const waiting = stagedIn(state, command.groupId);
  const { changeId, cycleId } = waiting;
  const released: GroupEvent = {
    type: 'mapping.change-released',
    data: { ...aboutWaiting(waiting, command.groupId, 'Group'), releasedBy },
  };
  const again = { ...command, type: 'evaluate-group-again', changeId, cycleId, cause: 'release' } as const;
  return [released, ...evaluateAgain(again, evolveGroup(state, released), rows)];
}

function abandon({ groupId, abandonedBy, reason }: AbandonGroupChange, state: GroupState): GroupEvent[] {
  const waiting = stagedIn(state, groupId);
  const data = { ...aboutWaiting(waiting, groupId, 'Group'), abandonedBy, reason };
  return [{ type: 'mapping.change-abandoned', data }];
}
