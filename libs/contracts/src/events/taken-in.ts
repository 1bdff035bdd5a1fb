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

export type UserTakenIn = EventOf<typeof userTakenIn>;
export type GroupTakenIn = EventOf<typeof groupTakenIn>;
export type MembersTakenIn = EventOf<typeof membersTakenIn>;
