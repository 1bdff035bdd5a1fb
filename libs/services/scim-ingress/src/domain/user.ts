import type { UserChanged, UserCreated, UserDeleted } from '@waybill/contracts';
import type { Command, Decider } from '@waybill/decider';
import { applyPatch, changedPaths, type Resource, ScimError, uniqueValues, userType } from '@waybill/scim';
import { refusing, ScimRefusal } from './scim-refusal';
import { assertStorable } from './user-limits';

export type UserEvent = UserCreated | UserChanged | UserDeleted;

/** `changeId` names the change that an effective write opens; `now` is ISO 8601. */
interface UserWrite extends Command {
  readonly userId: string;
  readonly changeId: string;
  readonly now: string;
}

export type UserCommand = UserWrite &
  (
    | { readonly type: 'create-user'; readonly resource: Resource }
    | { readonly type: 'replace-user'; readonly resource: Resource }
    /** The body is applied to the state as it is then, so that patches that cross each other all take effect. */
    | { readonly type: 'patch-user'; readonly body: unknown }
    | { readonly type: 'delete-user' }
  );

/** A directory user; null where there is none, or none any more. */
export interface UserState {
  readonly jobId: string | null;
  readonly resource: Resource | null;
  readonly created: string;
  readonly lastModified: string;
}

const nobody: UserState = { jobId: null, resource: null, created: '', lastModified: '' };

/** One directory user of a job, as Azure AD has pushed him (RFC 7644 §3.3 to §3.6). */
export const user: Decider<UserCommand, UserState, UserEvent> = {
  name: 'user',
  stream: ({ userId }) => `user-${userId}`,
  initialState: () => nobody,
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'directory.user-created':
        return { jobId: data.jobId, resource: data.resource as Resource, created: data.at, lastModified: data.at };
      case 'directory.user-changed':
        return { ...state, resource: data.resource as Resource, lastModified: data.at };
      case 'directory.user-deleted':
        return { ...state, resource: null, lastModified: data.at };
    }
  },
  decide: (command, state) => {
    if (command.type === 'create-user') return create(command, state);
    const { resource, jobId } = state;
    // Another job's user is as unknown as nobody's.
    if (!resource || jobId !== command.jobId) throw notFound(command.userId);
    return command.type === 'delete-user' ? [deleted(command, resource)] : change(command, resource);
  },
  claims: ({ jobId, resource }) =>
    resource && jobId ? uniqueValues(userType, resource).map(({ path, value }) => `${path}:${jobId}:${value}`) : [],
};

export const notFound = (userId: string): ScimRefusal =>
  new ScimRefusal(new ScimError(404, undefined, `There is no user ${userId}.`));

function create(command: Extract<UserCommand, { type: 'create-user' }>, state: UserState): UserEvent[] {
  const { userId, changeId, now: at, resource, jobId } = command;
  // An id is never used again, not even by the request it was made for.
  if (state.jobId !== null) return [];
  refusing(() => assertStorable(resource));
  const paths = changedPaths(userType, {}, resource);
  return [{ type: 'directory.user-created', data: { changeId, userId, jobId, resource, changedPaths: paths, at } }];
}

function change(command: Extract<UserCommand, { type: 'replace-user' | 'patch-user' }>, before: Resource): UserEvent[] {
  const { userId, changeId, now: at } = command;
  const after = command.type === 'replace-user' ? command.resource : patched(before, command.body);
  refusing(() => assertStorable(after));
  const paths = changedPaths(userType, before, after);
  if (paths.length === 0) return [];
  return [{ type: 'directory.user-changed', data: { changeId, userId, resource: after, changedPaths: paths, at } }];
}

const patched = (before: Resource, body: unknown): Resource =>
  refusing(() => applyPatch(userType, before, body).resource);

function deleted({ userId, changeId, now: at }: UserWrite, { displayName, userName }: Resource): UserDeleted {
  const name = [displayName, userName].find((each) => typeof each === 'string') ?? userId;
  return { type: 'directory.user-deleted', data: { changeId, userId, displayName: name, at } };
}
