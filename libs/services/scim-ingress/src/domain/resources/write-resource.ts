import type { DirectoryWrite } from '@waybill/contracts';
import type { Rows } from '@waybill/decider';
import {
  applyPatch,
  changedPaths,
  foldCase,
  type Resource,
  ScimError,
  uniqueValues,
  withImmutables,
} from '@waybill/scim';
import { refusing, ScimRefusal } from '../scim-refusal';
import { changeGroupMembers, memberEvents } from './directory-members';
import { familyOf } from './family';
import { type CommandOf, memberStepsOf, type ResourceCommand } from './resource-command';
import { assertIndexable, assertStorable } from './resource-limits';
import type { ResourceState } from './resource-state';

/** Decides what follows from a write: nothing where everything is as it was asked to be. */
export function decideWrite(command: ResourceCommand, state: ResourceState, rows: Rows): DirectoryWrite[] {
  if (command.type === 'create-resource') return create(command, state, rows);
  const before = present(command, state);
  if (command.type === 'delete-resource') return [eventOf(command, 'deleted', goodBye(command, before))];
  const after = command.type === 'drop-members' ? before : afterWrite(command, before);
  return [...changed(command, before, after), ...membersChanged(command, nameOf(after), rows)];
}

function create(command: CommandOf<'create-resource'>, state: ResourceState, rows: Rows): DirectoryWrite[] {
  // An id is never used again, not even by the request it was made for.
  if (state.jobId !== null) return [];
  const { resource, jobId } = command;
  refusing(() => assertStorable(resource));
  const created = eventOf(command, 'created', { jobId, ...written(command, {}, resource) });
  return [created, ...membersChanged(command, nameOf(resource), rows)];
}

export const notFound = (typeName: string, id: string): ScimRefusal =>
  new ScimRefusal(new ScimError(404, undefined, `There is no ${typeName} ${id.slice(0, 100)}.`));

/** Another job's resource, or another type's, is as unknown as nobody's. */
function present({ id, jobId, resourceType, ifMatch }: ResourceCommand, state: ResourceState): Resource {
  const isThere = state.jobId === jobId && state.resourceType === resourceType.name;
  if (!state.resource || !isThere) throw notFound(resourceType.name, id);
  if (ifMatch === null || ifMatch === '*' || ifMatch.includes(String(state.version))) return state.resource;
  const detail = `The ${resourceType.name} has the version W/"${state.version}", which If-Match does not name.`;
  throw new ScimRefusal(new ScimError(412, undefined, detail));
}

function afterWrite(command: CommandOf<'replace-resource' | 'patch-resource'>, before: Resource): Resource {
  const { resourceType } = command;
  return refusing(() => {
    const after =
      command.type === 'replace-resource'
        ? withImmutables(resourceType, before, command.resource)
        : applyPatch(resourceType, before, command.patch);
    assertStorable(after);
    return after;
  });
}

function changed(command: ResourceCommand, before: Resource, after: Resource): DirectoryWrite[] {
  const data = written(command, before, after);
  return data.changedPaths.length > 0 ? [eventOf(command, 'changed', data)] : [];
}

function written(command: ResourceCommand, before: Resource, resource: Resource) {
  const { changeId, now: at, resourceType } = command;
  const paths = before === resource ? [] : changedPaths(resourceType, before, resource);
  const unique = paths.length > 0 ? uniqueIn(command, resource) : [];
  refusing(() => assertIndexable(unique));
  return { changeId, resource, changedPaths: paths, unique, at };
}

function uniqueIn({ resourceType, leniency }: ResourceCommand, resource: Resource): string[] {
  const unique = uniqueValues(resourceType, resource).map(({ path, value }) => `${path}:${value}`);
  const isNamedOnce = resourceType.name === 'Group' && leniency.groupDisplayNames === 'unique';
  return isNamedOnce ? [...unique, `displayName:${foldCase(nameOf(resource))}`] : unique;
}

function membersChanged(command: ResourceCommand, displayName: string, rows: Rows): DirectoryWrite[] {
  const steps = memberStepsOf(command);
  if (steps.length === 0) return [];
  const { id: groupId, membersChangeId: changeId, now: at } = command;
  const cause = command.type === 'drop-members' ? 'member-deleted' : 'requested';
  return memberEvents({ changeId, groupId, displayName, cause, at }, changeGroupMembers(command, steps, rows));
}

const goodBye = ({ changeId, now: at, id }: ResourceCommand, resource: Resource) => ({
  changeId,
  displayName: nameOf(resource, id),
  at,
});

function nameOf({ displayName, userName }: Resource, fallback = ''): string {
  return [displayName, userName].find((each) => typeof each === 'string') ?? fallback;
}

/** The event of a resource's family, with the id and the type as that family writes them. */
function eventOf({ id, resourceType }: ResourceCommand, verb: 'created' | 'changed' | 'deleted', data: object) {
  const family = familyOf(resourceType.name);
  const type = family === 'resource' ? { resourceType: resourceType.name } : {};
  return { type: `directory.${family}-${verb}`, data: { [`${family}Id`]: id, ...type, ...data } } as DirectoryWrite;
}
