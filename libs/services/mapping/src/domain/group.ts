import type { Command, Decider, Rows, RowsNeeded } from '@waybill/decider';
import type { Cause } from '@waybill/contracts';
import { lossChange } from './deletion-brake';
import { evaluateGroup, type EvaluatingGroup, groupNeeds, staleGroup } from './evaluate-group';
import {
  namedNeeds,
  type TakeInMembers,
  takeInMembers,
  type TellMembers,
  tellMembers,
  type TellMembersAgain,
  tellMembersAgain,
} from './group-members';
import { evolveGroup, type GroupEvent, type GroupState, unknownGroup } from './group-state';
import { membershipChanges } from './memberships';
import { isReport, type Report, reportEvents } from './subject-reports';
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
  /** All of its members are told next, as far as the group is wanted. */
  readonly withMembers?: boolean;
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

/** The connector told of the group, or of its members. */
type GroupReport = Command & Report & { readonly groupId: string };

export type GroupCommand =
  | TakeInGroup
  | TakeInMembers
  | TellMembers
  | TellMembersAgain
  | EvaluateGroupAgain
  | ReleaseGroupChange
  | AbandonGroupChange
  | GroupReport;

/** One directory group, and what it and its members should be at Samanage. */
export const group: Decider<GroupCommand, GroupState, GroupEvent> = {
  name: 'group',
  stream: ({ groupId }) => `group-${groupId}`,
  initialState: () => unknownGroup,
  evolve: evolveGroup,
  needs: needsOf,
  decide: (command, stored, rows) => {
    const state = { ...unknownGroup, ...stored };
    return isReport(command) ? reported(command, state) : decide(command, state, rows);
  },
  rowChanges: (event) => {
    if (event.type === 'mapping.members-taken-in') return membershipChanges(event.data);
    return event.type === 'mapping.group-desired' && event.data.loss ? [lossChange(event.data.loss)] : [];
  },
};

function needsOf(command: GroupCommand): readonly RowsNeeded[] {
  if (isReport(command)) return [];
  return command.type === 'tell-members-again' ? [...groupNeeds(command), ...namedNeeds(command)] : groupNeeds(command);
}

function reported(command: GroupReport, state: GroupState): GroupEvent[] {
  const wanted = state.lastDesired?.group ?? null;
  return reportEvents(command, { subjectId: command.groupId, subjectType: 'Group', wanted }, state);
}

function decide(command: Exclude<GroupCommand, GroupReport>, state: GroupState, rows: Rows): GroupEvent[] {
  switch (command.type) {
    case 'take-in-group':
      return takeInGroup(command, state, rows);
    case 'take-in-members':
      return takeInMembers(command, state, rows);
    case 'tell-members':
      return tellMembers(command, state, rows);
    case 'tell-members-again':
      return tellMembersAgain(command, state, rows);
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
  return [takenIn, ...evaluateGroup(command, { cause: 'directory' }, evolveGroup(state, takenIn), rows)];
}

function evaluateAgain(command: EvaluateGroupAgain, state: GroupState, rows: Rows): GroupEvent[] {
  const { cause, cycleId, changeId } = command;
  const never = state.directoryVersion === 0 || (cause !== 'release' && state.lastChanges.includes(changeId));
  if (never || (cause === 'cycle' && state.evaluatedIn === cycleId)) return [];
  return evaluateGroup(command, command, state, rows);
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
