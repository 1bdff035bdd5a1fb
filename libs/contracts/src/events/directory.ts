import { z } from 'zod';
import { defineContext, defineEvent, type EventOf, personal } from '../catalogue/define-event';
import { changeId, displayName, tally, tallyFromV1, userId } from './shared';

/** A SCIM resource without `id`, `meta` and `schemas`: only what is assigned, in the schema's spelling. */
const resource = personal(z.record(z.string(), z.unknown()));

export const userCreated = defineEvent({
  type: 'directory.user-created',
  version: 1,
  meaning: 'Azure AD created a user at our SCIM endpoint.',
  data: z.object({
    changeId,
    userId,
    jobId: z.string(),
    resource,
    changedPaths: z.array(z.string()),
    at: z.iso.datetime(),
  }),
});

export const userChanged = defineEvent({
  type: 'directory.user-changed',
  version: 1,
  meaning: 'Azure AD changed a user; carries the whole user and the paths that changed.',
  data: z.object({ changeId, userId, resource, changedPaths: z.array(z.string()), at: z.iso.datetime() }),
});

export const userDeleted = defineEvent({
  type: 'directory.user-deleted',
  version: 1,
  meaning: 'Azure AD deleted a user for good.',
  data: z.object({ changeId, userId, displayName, at: z.iso.datetime() }),
});

export const directoryJobConnected = defineEvent({
  type: 'directory.job-connected',
  version: 1,
  meaning: 'Ingress heard of a job and serves its SCIM endpoint from now on.',
  data: z.object({}),
});

export const tokenIssued = defineEvent({
  type: 'directory.token-issued',
  version: 1,
  meaning: 'A bearer token for the SCIM endpoint of a job was made; only its SHA-256 digest is kept.',
  data: z.object({ tokenId: z.uuid(), digest: z.string().length(64), label: z.string() }),
});

export const tokenRevoked = defineEvent({
  type: 'directory.token-revoked',
  version: 1,
  meaning: 'A bearer token of a job is no longer accepted.',
  data: z.object({ tokenId: z.uuid() }),
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
    tokenIssued,
    tokenRevoked,
    directoryTallyStated,
  ],
});

export type DirectoryJobConnected = EventOf<typeof directoryJobConnected>;
export type UserCreated = EventOf<typeof userCreated>;
export type UserChanged = EventOf<typeof userChanged>;
export type UserDeleted = EventOf<typeof userDeleted>;
export type TokenIssued = EventOf<typeof tokenIssued>;
export type TokenRevoked = EventOf<typeof tokenRevoked>;
