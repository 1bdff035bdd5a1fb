import type { DirectoryWrite } from '@waybill/contracts';
import type { Decider, RowChange, RowsNeeded } from '@waybill/decider';
import { existenceRow, rowChangesOfMembers, rowsForSteps } from './directory-members';
import { type Family, familyOf } from './family';
import { memberStepsOf, type ResourceCommand } from './resource-command';
import { evolve, nothing, type ResourceState } from './resource-state';
import { decideWrite } from './write-resource';

export type ResourceDecider = Decider<ResourceCommand, ResourceState, DirectoryWrite>;

/** The rules of one family; they differ in names alone, everything else is data of the resource type. */
function resourceDecider(family: Family, typeName: string): ResourceDecider {
  return {
    name: family,
    stream: ({ id }) => `${family}-${id}`,
    initialState: () => nothing,
    evolve: (state, event) => evolve(state, event, typeName),
    needs: rowsNeeded,
    decide: decideWrite,
    // The kind of a claim is what a refusal names.
    claims: ({ jobId, resourceType, unique }) =>
      unique.map((each) => `${attributeNameIn(each)}:${jobId}/${resourceType}:${each}`),
    rowChanges,
  };
}

const attributeNameIn = (unique: string): string => {
  const path = unique.startsWith('urn:') ? (/^(urn:.*:)([\w$.-]+):/.exec(unique)?.[2] ?? '') : unique.split(':', 1)[0];
  return path ?? '';
};

export const user = resourceDecider('user', 'User');
export const group = resourceDecider('group', 'Group');
export const ownResource = resourceDecider('resource', '');

const deciders: Readonly<Record<Family, ResourceDecider>> = { user, group, resource: ownResource };

/** The rules of a resource type. */
export const deciderOf = (resourceType: string): ResourceDecider => deciders[familyOf(resourceType)];

function rowsNeeded(command: ResourceCommand): RowsNeeded[] {
  return rowsForSteps(command.id, memberStepsOf(command));
}

/** Members that join must exist: every create and delete tells. */
function rowChanges({ type, data }: DirectoryWrite): RowChange[] {
  switch (type) {
    case 'directory.members-changed':
      return rowChangesOfMembers(data);
    case 'directory.user-created':
      return [existenceRow(data.userId, { job: data.jobId, type: 'User', deleted: false })];
    case 'directory.group-created':
      return [existenceRow(data.groupId, { job: data.jobId, type: 'Group', deleted: false })];
    case 'directory.user-deleted':
      return [existenceRow(data.userId, { job: null, type: 'User', deleted: true })];
    case 'directory.group-deleted':
      return [existenceRow(data.groupId, { job: null, type: 'Group', deleted: true })];
    default:
      return [];
  }
}
