import type { SubjectSkipped } from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';
import { skippedStep, unmappedScopingStep } from './steps';

export interface SkipUnmapped extends Command {
  readonly type: 'skip-unmapped';
  readonly resourceId: string;
  /** Name of one of the job's own resource types. */
  readonly resourceType: string;
  readonly changeId: string;
  readonly cycleId: string;
  readonly displayName: string;
  readonly directoryVersion: number;
  readonly rulesVersion: number;
}

interface UnmappedState {
  /** The change that ended last, so that one that comes again does not end again. */
  readonly ended: readonly string[];
}

/** A resource of one of the job's own types: no rules speak of it, so that each of its changes ends as skipped. */
export const unmappedResource: Decider<SkipUnmapped, UnmappedState, SubjectSkipped> = {
  name: 'unmapped-resource',
  stream: ({ resourceId }) => `resource-${resourceId}`,
  initialState: () => ({ ended: [] }),
  evolve: (_, { data }) => ({ ended: [data.changeId] }),
  decide: (command, { ended }) => (ended.includes(command.changeId) ? [] : [skipped(command)]),
};

function skipped(command: SkipUnmapped): SubjectSkipped {
  const { changeId, cycleId, resourceId, resourceType, directoryVersion, rulesVersion, displayName } = command;
  const skipReason = 'ResourceTypeNotMapped';
  const steps = [unmappedScopingStep(resourceType), skippedStep(skipReason)];
  const facts = { changeId, cycleId, directoryVersion, rulesVersion, displayName, cause: 'directory', steps } as const;
  return {
    type: 'mapping.subject-skipped',
    data: { ...facts, subjectId: resourceId, subjectType: resourceType, skipReason },
  };
}
