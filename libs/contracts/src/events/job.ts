import { z } from 'zod';
import { defineEvent, type EventOf } from '../catalogue/define-event';
import { rulesFromV1 } from './rules-v1';

/**
 * A job's rules in the shape of Graph's `synchronizationSchema` (entra-provisioning.md §3.7), kept as they were given.
 * What must hold of them is the rules library's to say.
 */
export const rules = z.record(z.string(), z.unknown());

export const jobCreated = defineEvent({
  type: 'job.created',
  version: 1,
  meaning: 'An Azure AD enterprise application was connected to a Samanage account.',
  data: z.object({ servicePrincipalId: z.uuid(), name: z.string() }),
});

export const jobRulesApplied = defineEvent({
  type: 'job.rules-applied',
  version: 2,
  meaning: 'The mappings and scoping filters that hold from now on.',
  data: z.object({
    rulesVersion: z.int(),
    rules,
    /** A principal such as `admin:local`. */
    appliedBy: z.string(),
    /** The plan that showed what they would do; null where they were applied without one. */
    planId: z.uuid().nullable(),
    at: z.iso.datetime().nullable(),
  }),
  // Version 1 had a shape of its own, and no author.
  upcasts: {
    1: ({ rules: old, ...data }) => ({
      ...data,
      rules: rulesFromV1(old as Record<string, unknown>),
      appliedBy: 'unknown',
      planId: null,
      at: null,
    }),
  },
});

export const jobStarted = defineEvent({
  type: 'job.started',
  version: 1,
  meaning: 'Provisioning of a job was switched on.',
  data: z.object({}),
});

export const jobCycleOpened = defineEvent({
  type: 'job.cycle-opened',
  version: 2,
  meaning: 'A cycle began. An initial one evaluates everybody; to an incremental one belongs what arrives.',
  data: z.object({
    cycleId: z.uuid(),
    kind: z.enum(['initial', 'incremental']),
    /** The rules that an initial cycle evaluates everybody under. */
    rulesVersion: z.int().nullable(),
    at: z.iso.datetime().nullable(),
  }),
  upcasts: { 1: (data) => ({ ...data, rulesVersion: null, at: null }) },
});

export const jobCycleClosed = defineEvent({
  type: 'job.cycle-closed',
  version: 1,
  meaning: 'A cycle ended: everybody was evaluated, or newer rules replaced it.',
  data: z.object({
    cycleId: z.uuid(),
    how: z.enum(['completed', 'superseded']),
    /** Subjects that were evaluated in it. */
    evaluated: z.int(),
    at: z.iso.datetime(),
  }),
});

export const jobDeletionBrakeSet = defineEvent({
  type: 'job.deletion-brake-set',
  version: 1,
  meaning: 'An admin said how many accounts may be disabled or deleted before the rest waits for him.',
  data: z.object({
    enabled: z.boolean(),
    /** Disables and deletes within the window. */
    count: z.int(),
    /** Of the accounts that are wanted; null where only the count matters. */
    percent: z.number().nullable(),
    windowHours: z.int(),
    setBy: z.string(),
    at: z.iso.datetime(),
  }),
});

export const jobDeletionsAllowed = defineEvent({
  type: 'job.deletions-allowed',
  version: 1,
  meaning: 'An admin allowed all disables and deletes that waited; the window begins anew.',
  data: z.object({ allowedBy: z.string(), at: z.iso.datetime() }),
});

export type JobCreated = EventOf<typeof jobCreated>;
export type JobRulesApplied = EventOf<typeof jobRulesApplied>;
export type JobStarted = EventOf<typeof jobStarted>;
export type JobCycleOpened = EventOf<typeof jobCycleOpened>;
export type JobCycleClosed = EventOf<typeof jobCycleClosed>;
export type JobDeletionBrakeSet = EventOf<typeof jobDeletionBrakeSet>;
export type JobDeletionsAllowed = EventOf<typeof jobDeletionsAllowed>;
