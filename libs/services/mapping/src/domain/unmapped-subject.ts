import type { SubjectSkipped } from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';
import { skippedStep, unmappedScopingStep } from './steps';

export interface SkipUnmapped extends Command {
  readonly type: 'skip-unmapped';
  readonly subjectId: string;
  /** `Group`, or the name of one of the job's own resource types. */
  readonly subjectType: string;
  readonly changeId: string;
  readonly cycleId: string;
  readonly displayName: string;
  readonly directoryVersion: number;
  readonly rulesVersion: number;
  /** The change is told to its end; false for a part of it that others follow. */
  readonly complete: boolean;
}

interface UnmappedState {
  /** The changes that ended last. */
  readonly ended: readonly string[];
}

/** One write of a group may be two changes, of its attributes and of its members, which come again together. */
const remembered = 2;

/**
 * A group, or a resource of one of the job's own types: no rules speak of it yet, so that each of its changes ends as
 * skipped.
 */
export const unmappedSubject: Decider<SkipUnmapped, UnmappedState, SubjectSkipped> = {
  name: 'unmapped-subject',
  stream: ({ subjectType, subjectId }) => `${isGroup(subjectType) ? 'group' : 'resource'}-${subjectId}`,
  initialState: () => ({ ended: [] }),
  evolve: ({ ended }, { data }) => ({ ended: [...ended, data.changeId].slice(-remembered) }),
  decide: (command, { ended }) => (command.complete && !ended.includes(command.changeId) ? [skipped(command)] : []),
};

const isGroup = (subjectType: string): boolean => subjectType === 'Group';

function skipped(command: SkipUnmapped): SubjectSkipped {
  const { changeId, cycleId, subjectId, subjectType, directoryVersion, rulesVersion, displayName } = command;
  const skipReason = isGroup(subjectType) ? 'GroupsNotMapped' : 'ResourceTypeNotMapped';
  const facts = { changeId, cycleId, subjectId, subjectType, directoryVersion, rulesVersion, displayName };
  const steps = [unmappedScopingStep(subjectType), skippedStep(skipReason)];
  return { type: 'mapping.subject-skipped', data: { ...facts, skipReason, steps } };
}
