import { z } from 'zod';
import { defineContext, defineEvent, type EventOf, personal } from '../catalogue/define-event';
import { accountDesired, evaluated, groupDesired, membersDesired, withoutOnDemand } from './desired';
import {
  jobCreated,
  jobCycleClosed,
  jobCycleOpened,
  jobDeletionBrakeSet,
  jobDeletionsAllowed,
  jobRulesApplied,
  jobStarted,
} from './job';
import { anySubject, linkRecorded, onDemandAnswered, outcomeRecorded, userAsSubject } from './mapping-outcome';
import { changeId, displayName, tally, tallyFromV1 } from './shared';
import { groupTakenIn, membersTakenIn, rolesTakenIn, tenantTakenIn, userTakenIn } from './taken-in';

export {
  linkRecorded,
  type LinkRecorded,
  onDemandAnswered,
  type OnDemandAnswered,
  outcomeRecorded,
  type OutcomeRecorded,
} from './mapping-outcome';

export const subjectSkipped = defineEvent({
  type: 'mapping.subject-skipped',
  version: 4,
  meaning:
    'Nothing is to be done for a subject: the rules never wanted anything of it, or an admin gave up what they want still.',
  data: z.object({
    ...evaluated,
    ...anySubject,
    /** As entra-provisioning.md §6.5 names it, e.g. `NotEffectivelyEntitled`; ours are in the glossary. */
    skipReason: z.string(),
  }),
  // Version 1 knew directory users alone; before version 3 every change began in the directory.
  upcasts: { 1: userAsSubject, 2: (data) => ({ ...data, cause: 'directory' }), 3: withoutOnDemand },
});

export const changeUnchanged = defineEvent({
  type: 'mapping.change-unchanged',
  version: 2,
  meaning: 'Under the new rules nothing else is wanted of a subject than before, and that was applied.',
  data: z.object({ ...evaluated, ...anySubject }),
  upcasts: { 1: withoutOnDemand },
});

export const changeParked = defineEvent({
  type: 'mapping.change-parked',
  version: 3,
  meaning: 'A change could not be evaluated; it waits until the subject or the rules change.',
  data: z.object({
    ...evaluated,
    ...anySubject,
    /** As entra-provisioning.md §6.4 names it. */
    code: z.string(),
    reason: personal(z.string()),
  }),
  upcasts: { 1: (data) => ({ ...userAsSubject(data), cause: 'directory', rulesVersion: 0 }), 2: withoutOnDemand },
});

export const changeStaged = defineEvent({
  type: 'mapping.change-staged',
  version: 2,
  meaning: 'The deletion brake holds a disable or delete back until an admin allows it.',
  data: z.object({
    ...evaluated,
    ...anySubject,
    action: z.enum(['disable', 'delete']),
    /** The numbers that tripped the brake, in a sentence. */
    reason: personal(z.string()),
  }),
  upcasts: { 1: withoutOnDemand },
});

export const changeReleased = defineEvent({
  type: 'mapping.change-released',
  version: 1,
  meaning: 'An admin allowed a disable or delete that the deletion brake held back.',
  data: z.object({ changeId, cycleId: z.uuid(), ...anySubject, displayName, releasedBy: z.string() }),
});

export const changeAbandoned = defineEvent({
  type: 'mapping.change-abandoned',
  version: 1,
  meaning: 'An admin rejected a disable or delete that the deletion brake held back; the account stays as it is.',
  data: z.object({
    changeId,
    cycleId: z.uuid(),
    ...anySubject,
    displayName,
    abandonedBy: z.string(),
    reason: personal(z.string()),
  }),
});

export const changeSuperseded = defineEvent({
  type: 'mapping.change-superseded',
  version: 2,
  meaning: 'A change that waited was replaced by a newer one of the same subject.',
  data: z.object({ changeId, cycleId: z.uuid(), ...anySubject, displayName, supersededBy: changeId }),
  upcasts: { 1: userAsSubject },
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
    tenantTakenIn,
    rolesTakenIn,
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
    linkRecorded,
    onDemandAnswered,
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
