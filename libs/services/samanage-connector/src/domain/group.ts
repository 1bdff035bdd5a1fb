import type { GroupChangeSkipped } from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';

/** A change of a group or of its members; of one that is told in parts, the last part. */
interface EndGroupChange extends Command {
  readonly type: 'end-group-change';
  readonly change: GroupChangeSkipped['data'];
}

interface GroupState {
  /** The changes that ended last, so that one that comes again does not end again. */
  readonly endedLately: readonly string[];
}

const remembered = 20;

/** One group of a job. This release writes accounts alone, and so each change of a group ends as soon as it comes. */
export const group: Decider<EndGroupChange, GroupState, GroupChangeSkipped> = {
  name: 'group',
  stream: ({ change }) => `group-${change.groupId}`,
  initialState: () => ({ endedLately: [] }),
  evolve: ({ endedLately }, { data }) => ({ endedLately: [...endedLately, data.changeId].slice(-remembered) }),
  decide: ({ change }, { endedLately }) =>
    endedLately.includes(change.changeId) ? [] : [{ type: 'samanage.group-skipped', data: change }],
};
