import { z } from 'zod';
import { defineContext, defineEvent, type EventOf, personal } from '../catalogue/define-event';
import {
  directoryJobConnected,
  requestRefused,
  resourceTypeDefined,
  schemaUploaded,
  switchesSet,
  tokenIssued,
  tokenRevoked,
} from './directory-endpoint';
import { changeId, displayName, tally, tallyFromV1, userId } from './shared';

/** A SCIM resource without `id`, `meta` and `schemas`: only what is assigned, in the schema's spelling. */
const resource = personal(z.record(z.string(), z.unknown()));

/** The values that no other resource of the job may have, each as `path:value` in the form in which it is compared. */
const unique = personal(z.array(z.string()));

/** What every write of a resource tells. */
const written = { changeId, resource, changedPaths: z.array(z.string()), unique, at: z.iso.datetime() };

const groupId = z.uuid();

/** Version 1 left it to its readers to know that a user's name is unique. */
function userFromV1(data: Record<string, unknown>): Record<string, unknown> {
  const { userName } = data.resource as { userName?: unknown };
  return {
    ...data,
    unique: typeof userName === 'string' ? [`userName:${userName.normalize('NFC').toLowerCase()}`] : [],
  };
}

export const userCreated = defineEvent({
  type: 'directory.user-created',
  version: 2,
  meaning: 'Azure AD created a user at our SCIM endpoint.',
  data: z.object({ userId, jobId: z.string(), ...written }),
  upcasts: { 1: userFromV1 },
});

export const userChanged = defineEvent({
  type: 'directory.user-changed',
  version: 2,
  meaning: 'Azure AD changed a user; carries the whole user and the paths that changed.',
  data: z.object({ userId, ...written }),
  upcasts: { 1: userFromV1 },
});

export const userDeleted = defineEvent({
  type: 'directory.user-deleted',
  version: 1,
  meaning: 'Azure AD deleted a user for good.',
  data: z.object({ changeId, userId, displayName, at: z.iso.datetime() }),
});

export const groupCreated = defineEvent({
  type: 'directory.group-created',
  version: 1,
  meaning: 'Azure AD created a group at our SCIM endpoint; its members are told apart.',
  data: z.object({ groupId, jobId: z.string(), ...written }),
});

export const groupChanged = defineEvent({
  type: 'directory.group-changed',
  version: 1,
  meaning: 'Azure AD changed a group; carries the whole group without its members, and the paths that changed.',
  data: z.object({ groupId, ...written }),
});

export const groupDeleted = defineEvent({
  type: 'directory.group-deleted',
  version: 1,
  meaning: 'Azure AD deleted a group for good, and with it all that its members had of it.',
  data: z.object({ changeId, groupId, displayName, at: z.iso.datetime() }),
});

/** A member as the client named it. */
export const groupMember = z.object({
  /** A directory id; where the job keeps members that do not exist, whatever was sent. */
  id: z.string(),
  /** `User` or `Group`; null where there is no resource of that id. */
  type: z.string().nullable(),
  display: personal(z.string()).nullable(),
});

export const membersChanged = defineEvent({
  type: 'directory.members-changed',
  version: 1,
  meaning: 'Members joined or left a group. More than 1,000 are told in parts of one change.',
  data: z.object({
    changeId,
    groupId,
    displayName,
    /** From 1 to `parts`. */
    part: z.int(),
    parts: z.int(),
    added: z.array(groupMember),
    removed: z.array(z.string()),
    /** Why: a request said so, or a member was deleted. */
    cause: z.enum(['requested', 'member-deleted']),
    /** The request took all members away at once, which is worth a look. */
    emptied: z.boolean(),
    at: z.iso.datetime(),
  }),
});

const resourceId = z.uuid();
/** Name of the resource type that the job defined. */
const resourceType = z.string();

export const resourceCreated = defineEvent({
  type: 'directory.resource-created',
  version: 1,
  meaning: "A resource of one of the job's own types was created at our SCIM endpoint.",
  data: z.object({ resourceId, resourceType, jobId: z.string(), ...written }),
});

export const resourceChanged = defineEvent({
  type: 'directory.resource-changed',
  version: 1,
  meaning: "A resource of one of the job's own types was changed; carries the whole resource.",
  data: z.object({ resourceId, resourceType, ...written }),
});

export const resourceDeleted = defineEvent({
  type: 'directory.resource-deleted',
  version: 1,
  meaning: "A resource of one of the job's own types was deleted for good.",
  data: z.object({ changeId, resourceId, resourceType, displayName, at: z.iso.datetime() }),
});

export const directoryTallyStated = defineEvent({
  type: 'directory.tally-stated',
  version: 2,
  meaning: 'What scim-ingress counted of a job.',
  data: tally,
  upcasts: { 1: tallyFromV1 },
});

export const directoryContext = defineContext({
  source: 'scim-ingress',
  topic: 'directory',
  events: [
    directoryJobConnected,
    userCreated,
    userChanged,
    userDeleted,
    groupCreated,
    groupChanged,
    groupDeleted,
    membersChanged,
    resourceCreated,
    resourceChanged,
    resourceDeleted,
    tokenIssued,
    tokenRevoked,
    schemaUploaded,
    resourceTypeDefined,
    switchesSet,
    requestRefused,
    directoryTallyStated,
  ],
});

/** The events that tell of a write at the endpoint, each of which opens a change. */
export const directoryWrites = [
  userCreated,
  userChanged,
  userDeleted,
  groupCreated,
  groupChanged,
  groupDeleted,
  membersChanged,
  resourceCreated,
  resourceChanged,
  resourceDeleted,
] as const;

export type UserCreated = EventOf<typeof userCreated>;
export type UserChanged = EventOf<typeof userChanged>;
export type UserDeleted = EventOf<typeof userDeleted>;
export type GroupCreated = EventOf<typeof groupCreated>;
export type GroupChanged = EventOf<typeof groupChanged>;
export type GroupDeleted = EventOf<typeof groupDeleted>;
export type GroupMember = z.infer<typeof groupMember>;
export type MembersChanged = EventOf<typeof membersChanged>;
export type ResourceCreated = EventOf<typeof resourceCreated>;
export type ResourceChanged = EventOf<typeof resourceChanged>;
export type ResourceDeleted = EventOf<typeof resourceDeleted>;
export type DirectoryWrite = EventOf<(typeof directoryWrites)[number]>;
