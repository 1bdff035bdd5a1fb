import { z } from 'zod';
import { defineContext, defineEvent, type EventOf, personal } from '../catalogue/define-event';
import { accountDesired, evaluated, groupDesired, membersDesired } from './desired';
import {
  jobCreated,
  jobCycleClosed,
  jobCycleOpened,
  jobDeletionBrakeSet,
  jobDeletionsAllowed,
  jobRulesApplied,
  jobStarted,
} from './job';
import { changeId, displayName, tally, tallyFromV1, userId } from './shared';
import { groupTakenIn, membersTakenIn, userTakenIn } from './taken-in';

/** Of whom an event speaks that may be about a user, a group or one of the job's own types. */
const subject = {
  /** Directory id. */
  subjectId: z.uuid(),
  /** `User`, `Group`, or the name of one of the job's own resource types. */
  subjectType: z.string(),
};

const userAsSubject = ({ userId: subjectId, ...data }: Record<string, unknown>) => ({
  ...data,
  subjectId,
  subjectType: 'User',
});

export const subjectSkipped = defineEvent({
  type: 'mapping.subject-skipped',
  version: 3,
  meaning: 'The rules decided that nothing is to be done for a subject who never had anything wanted at Samanage.',
  data: z.object({
    ...evaluated,
    ...subject,
    /** As entra-provisioning.md §6.5 names it, e.g. `NotEffectivelyEntitled`; ours are in the glossary. */
    skipReason: z.string(),
  }),
  // Version 1 knew directory users alone; before version 3 every change began in the directory.
  upcasts: { 1: userAsSubject, 2: (data) => ({ ...data, cause: 'directory' }) },
});

export const changeUnchanged = defineEvent({
  type: 'mapping.change-unchanged',
  version: 1,
  meaning: 'Under the new rules nothing else is wanted of a subject than before, and that was applied.',
  data: z.object({ ...evaluated, ...subject }),
});

export const changeParked = defineEvent({
  type: 'mapping.change-parked',
  version: 2,
  meaning: 'A change could not be evaluated; it waits until the subject or the rules change.',
  data: z.object({
    ...evaluated,
    ...subject,
    /** As entra-provisioning.md §6.4 names it. */
    code: z.string(),
    reason: personal(z.string()),
  }),
  upcasts: { 1: (data) => ({ ...userAsSubject(data), cause: 'directory', rulesVersion: 0 }) },
});

export const changeStaged = defineEvent({
  type: 'mapping.change-staged',
  version: 1,
  meaning: 'The deletion brake holds a disable or delete back until an admin allows it.',
  data: z.object({
    ...evaluated,
    ...subject,
    action: z.enum(['disable', 'delete']),
    /** The numbers that tripped the brake, in a sentence. */
    reason: personal(z.string()),
  }),
});

export const changeReleased = defineEvent({
  type: 'mapping.change-released',
  version: 1,
  meaning: 'An admin allowed a disable or delete that the deletion brake held back.',
  data: z.object({ changeId, cycleId: z.uuid(), ...subject, displayName, releasedBy: z.string() }),
});

export const changeAbandoned = defineEvent({
  type: 'mapping.change-abandoned',
  version: 1,
  meaning: 'An admin rejected a disable or delete that the deletion brake held back; the account stays as it is.',
  data: z.object({
    changeId,
    cycleId: z.uuid(),
    ...subject,
    displayName,
    abandonedBy: z.string(),
    reason: personal(z.string()),
  }),
});

export const changeSuperseded = defineEvent({
  type: 'mapping.change-superseded',
  version: 2,
  meaning: 'A change that waited was replaced by a newer one of the same subject.',
  data: z.object({ changeId, cycleId: z.uuid(), ...subject, displayName, supersededBy: changeId }),
  upcasts: { 1: userAsSubject },
});

/** What an account was last known to be, in Samanage's member names; `disabled` as `true` or `false`. */
const applied = personal(z.record(z.string(), z.string().nullable()));

export const outcomeRecorded = defineEvent({
  type: 'mapping.outcome-recorded',
  version: 2,
  meaning: 'Mapping heard what became of a change, and keeps the link and the values last applied.',
  data: z.object({
    changeId,
    /** Null in what was recorded before cycles were counted. */
    cycleId: z.uuid().nullable(),
    userId,
    outcome: z.enum(['applied', 'unchanged', 'skipped', 'superseded', 'abandoned']),
    /** Null where the change says nothing of the account, as one that was superseded. */
    link: z.object({ samanageId: z.int().nullable(), applied: applied.nullable() }).nullable(),
  }),
  upcasts: {
    1: ({ samanageId, applied: values, ...data }) => ({
      ...data,
      cycleId: null,
      outcome: 'applied',
      link: { samanageId, applied: values },
    }),
  },
});

export const mappingTallyStated = defineEvent({
  type: 'mapping.tally-stated',
  version: 2,
  meaning: 'What mapping counted of a job.',
  data: tally,
  upcasts: { 1: tallyFromV1 },
});

export const mappingContext = defineContext({
  source: 'mapping',
  topic: 'mapping',
  events: [
    userTakenIn,
    groupTakenIn,
    membersTakenIn,
    accountDesired,
    groupDesired,
    membersDesired,
    subjectSkipped,
    changeUnchanged,
    changeParked,
    changeStaged,
    changeReleased,
    changeAbandoned,
    changeSuperseded,
    outcomeRecorded,
    mappingTallyStated,
    jobCreated,
    jobRulesApplied,
    jobStarted,
    jobCycleOpened,
    jobCycleClosed,
    jobDeletionBrakeSet,
    jobDeletionsAllowed,
  ],
});

export type SubjectSkipped = EventOf<typeof subjectSkipped>;
export type ChangeUnchanged = EventOf<typeof changeUnchanged>;
export type ChangeParked = EventOf<typeof changeParked>;
export type ChangeStaged = EventOf<typeof changeStaged>;
export type ChangeReleased = EventOf<typeof changeReleased>;
export type ChangeAbandoned = EventOf<typeof changeAbandoned>;
export type ChangeSuperseded = EventOf<typeof changeSuperseded>;
export type OutcomeRecorded = EventOf<typeof outcomeRecorded>;
