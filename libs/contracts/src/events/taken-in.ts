import { z } from 'zod';
import { defineEvent, type EventOf, personal } from '../catalogue/define-event';
import { groupId } from './desired';
import { displayName, userId } from './shared';

/** A SCIM resource as it was told; null once it is deleted for good. */
const resource = personal(z.record(z.string(), z.unknown())).nullable();

export const userTakenIn = defineEvent({
  type: 'mapping.user-taken-in',
  version: 1,
  meaning: 'Mapping keeps the newest state of a directory user, to evaluate him again when the rules change.',
  data: z.object({ userId, directoryVersion: z.int(), displayName, resource }),
});

export const groupTakenIn = defineEvent({
  type: 'mapping.group-taken-in',
  version: 1,
  meaning: 'Mapping keeps the newest state of a directory group, without its members.',
  data: z.object({ groupId, directoryVersion: z.int(), displayName, resource }),
});

export const membersTakenIn = defineEvent({
  type: 'mapping.members-taken-in',
  version: 1,
  meaning: 'Mapping keeps who is a member of a directory group.',
  data: z.object({
    groupId,
    directoryVersion: z.int(),
    added: z.array(z.object({ id: z.string(), type: z.string().nullable() })),
    removed: z.array(z.string()),
  }),
});

export const tenantTakenIn = defineEvent({
  type: 'mapping.tenant-taken-in',
  version: 1,
  meaning: 'Mapping has all parts of a walk through a Samanage account, and plans with them from now on.',
  data: z.object({
    /** The walk, as `samanage.tenant-read` names it; who was found is in that event alone. */
    readId: z.uuid(),
    parts: z.int(),
    at: z.iso.datetime(),
  }),
});

export const rolesTakenIn = defineEvent({
  type: 'mapping.roles-taken-in',
  version: 1,
  meaning: 'Mapping keeps the roles of a Samanage account, offers them as app roles and lints rules with them.',
  data: z.object({
    roles: z.array(
      z.object({ id: z.int(), name: z.string(), roleDescription: z.string().nullable(), portal: z.boolean() }),
    ),
    at: z.iso.datetime(),
  }),
});

export type UserTakenIn = EventOf<typeof userTakenIn>;
export type GroupTakenIn = EventOf<typeof groupTakenIn>;
export type MembersTakenIn = EventOf<typeof membersTakenIn>;
export type TenantTakenIn = EventOf<typeof tenantTakenIn>;
export type RolesTakenIn = EventOf<typeof rolesTakenIn>;
