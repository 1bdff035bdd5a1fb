import type { MembersOutcome, MembersOutcomeType } from '@waybill/contracts';
import type { GroupState, OpenGroupChange } from './group-state';

/** What a worker says of all changes of a group's members up to a version. */
export interface MembersReport extends Pick<
  MembersOutcome['data'],
  'version' | 'samanageId' | 'targetName' | 'remarks' | 'steps' | 'attempts'
> {
  /** False where members are not to be written at all. */
  readonly isWritten: boolean;
  /** How many members of each change have no account, by change id. */
  readonly waiting: Readonly<Record<string, number>>;
  readonly durationMilliseconds: number;
}

/** Every change of the members up to the version ends with what its own calls did. */
export function endedMembers(groupId: string, report: MembersReport, { waiting: open }: GroupState): MembersOutcome[] {
  const { isWritten, waiting, version, remarks, ...told } = report;
  return open
    .filter((change) => change.kind === 'members' && change.version <= version)
    .map((change): MembersOutcome => {
      const { changeId, cycleId, displayName, added, removed } = change;
      const missing = waiting[changeId] ?? 0;
      const data = { changeId, cycleId, groupId, displayName, version: change.version, ...told, added, removed };
      return {
        type: membersOutcomeOf(change, isWritten),
        data: { ...data, waiting: missing, remarks: [...withoutAccount(missing), ...remarks] },
      };
    });
}

function membersOutcomeOf({ added, removed }: OpenGroupChange, isWritten: boolean): MembersOutcomeType {
  if (!isWritten) return 'samanage.members-skipped';
  return added + removed > 0 ? 'samanage.members-updated' : 'samanage.members-unchanged';
}

function withoutAccount(missing: number): MembersOutcome['data']['remarks'] {
  if (missing === 0) return [];
  const who = missing === 1 ? '1 member has' : `${missing} members have`;
  const text = `${who} no account yet, and will be added on getting one.`;
  return [{ code: 'UnableToResolveReferenceAttributeValue', field: 'members', text }];
}
