import { z } from 'zod';
import { defineEvent, type EventOf, personal } from '../catalogue/define-event';
import { difference, remark } from './samanage-outcome';
import { changeId, displayName, step } from './shared';

/** Of whom an event speaks that may be about a user, a group or one of the job's own types. */
export const anySubject = {
  /** Directory id. */
  subjectId: z.uuid(),
  /** `User`, `Group`, or the name of one of the job's own resource types. */
  subjectType: z.string(),
};

export const userAsSubject = ({ userId: subjectId, ...data }: Record<string, unknown>) => ({
  ...data,
  subjectId,
  subjectType: 'User',
});

/** What an account or group was last known to be, in Samanage's member names; `disabled` as `true` or `false`. */
const applied = personal(z.record(z.string(), z.string().nullable()));

export const outcomeRecorded = defineEvent({
  type: 'mapping.outcome-recorded',
  version: 3,
  meaning: 'Mapping heard what became of a change, and keeps the link and the values last applied.',
  data: z.object({
    changeId,
    /** Null in what was recorded before cycles were counted. */
    cycleId: z.uuid().nullable(),
    ...anySubject,
    outcome: z.enum(['applied', 'unchanged', 'skipped', 'superseded', 'abandoned']),
    /** Null where the change says nothing of the account or group, as one that was superseded, or one of members. */
    link: z.object({ samanageId: z.int().nullable(), applied: applied.nullable() }).nullable(),
  }),
  upcasts: {
    1: ({ samanageId, applied: values, ...data }) => ({
      ...data,
      cycleId: null,
      outcome: 'applied',
      link: { samanageId, applied: values },
    }),
    // Version 2 knew directory users alone.
    2: userAsSubject,
  },
});

export const linkRecorded = defineEvent({
  type: 'mapping.link-recorded',
  version: 1,
  meaning: 'An admin linked a subject, or parted it from what it was linked to; what it is linked to is not known yet.',
  data: z.object({ ...anySubject, samanageId: z.int().nullable() }),
});

export const onDemandAnswered = defineEvent({
  type: 'mapping.on-demand-answered',
  version: 1,
  meaning: 'A change that an admin asked for and waits for has ended, or cannot be applied now.',
  data: z.object({
    changeId,
    cycleId: z.uuid(),
    ...anySubject,
    displayName,
    /** `parked`: it stays in flight, and is not answered again. */
    outcome: z.enum(['applied', 'unchanged', 'skipped', 'superseded', 'abandoned', 'parked']),
    action: z.enum(['create', 'update', 'disable', 'delete', 'other']),
    samanageId: z.int().nullable(),
    targetName: personal(z.string()),
    /** As entra-provisioning.md §6.4 and §6.5 name it; null of what was applied. */
    code: z.string().nullable(),
    reason: personal(z.string()).nullable(),
    /** When one that is parked is tried again. */
    nextAttemptAt: z.iso.datetime().nullable(),
    /** Without the values that no log may show. */
    differences: z.array(difference),
    remarks: z.array(remark),
    /** What was done at Samanage; the steps of the decision were told with it. */
    steps: z.array(step),
  }),
});

export type OutcomeRecorded = EventOf<typeof outcomeRecorded>;
export type LinkRecorded = EventOf<typeof linkRecorded>;
export type OnDemandAnswered = EventOf<typeof onDemandAnswered>;
