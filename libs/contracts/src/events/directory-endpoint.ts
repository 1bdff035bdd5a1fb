import { z } from 'zod';
import { defineEvent, type EventOf, personal } from '../catalogue/define-event';

/** What is told of a job's SCIM endpoint itself: who may speak to it, what it understands, and what it refused. */

export const directoryJobConnected = defineEvent({
  type: 'directory.job-connected',
  version: 1,
  meaning: 'Ingress heard of a job and serves its SCIM endpoint from now on.',
  data: z.object({}),
});

export const tokenIssued = defineEvent({
  type: 'directory.token-issued',
  version: 2,
  meaning: 'A bearer token for the SCIM endpoint of a job was made; only its SHA-256 digest is kept.',
  data: z.object({
    tokenId: z.uuid(),
    digest: z.string().length(64),
    label: z.string(),
    /** From then on it is refused; null for never. */
    expiresAt: z.iso.datetime().nullable(),
  }),
  upcasts: { 1: (data) => ({ ...data, expiresAt: null }) },
});

export const tokenRevoked = defineEvent({
  type: 'directory.token-revoked',
  version: 1,
  meaning: 'A bearer token of a job is no longer accepted.',
  data: z.object({ tokenId: z.uuid() }),
});

export const schemaUploaded = defineEvent({
  type: 'directory.schema-uploaded',
  version: 1,
  meaning: 'A schema of the job was uploaded, or replaced; its attributes are data from now on.',
  /** As RFC 7643 §7 writes it. */
  data: z.object({ schema: z.record(z.string(), z.unknown()) }),
});

export const resourceTypeDefined = defineEvent({
  type: 'directory.resource-type-defined',
  version: 1,
  meaning: "A resource type of the job was defined, or a built-in one extended with the job's own schemas.",
  /** As RFC 7643 §6 writes it. */
  data: z.object({ resourceType: z.record(z.string(), z.unknown()) }),
});

export const switchesSet = defineEvent({
  type: 'directory.switches-set',
  version: 1,
  meaning: 'How lenient the SCIM endpoint of a job is, and how much it takes.',
  /** The switches that were set, by name; all others have their defaults. */
  data: z.object({ switches: z.record(z.string(), z.union([z.string(), z.number()])) }),
});

export const requestRefused = defineEvent({
  type: 'directory.request-refused',
  version: 1,
  meaning: 'A request to the SCIM endpoint was refused with 400, 401, 409 or 413. Bounded in rate.',
  data: z.object({
    /** Also in the `X-Request-Id` header of the answer. */
    correlationId: z.string(),
    status: z.int(),
    scimType: z.string().nullable(),
    /** The error's `detail`, as the client got it. */
    reason: personal(z.string()),
    method: z.string(),
    /** The endpoint below the job's base, e.g. `/Users`; without the query. */
    path: personal(z.string()),
    /** Name of the resource type, null where the path names none. */
    kind: z.string().nullable(),
    /** Id of the resource in the path, null where there is none. */
    subjectId: z.string().nullable(),
    /** Refusals since the last event that were too many to be told one by one. */
    suppressed: z.int(),
    at: z.iso.datetime(),
  }),
});

export type DirectoryJobConnected = EventOf<typeof directoryJobConnected>;
export type TokenIssued = EventOf<typeof tokenIssued>;
export type TokenRevoked = EventOf<typeof tokenRevoked>;
export type SchemaUploaded = EventOf<typeof schemaUploaded>;
export type ResourceTypeDefined = EventOf<typeof resourceTypeDefined>;
export type SwitchesSet = EventOf<typeof switchesSet>;
export type RequestRefused = EventOf<typeof requestRefused>;
