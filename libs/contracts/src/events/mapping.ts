import { z } from 'zod';
import { defineContext, defineEvent, type EventOf, personal } from '../catalogue/define-event';
import { changeId, displayName, step, tally, tallyFromV1, userId } from './shared';

/**
 * The whole desired state of an account, never a delta. A member is a text, `null` where it should be empty, or
 * absent where the rules say nothing of it.
 */
export const desiredAccount = personal(
  z.object({
    email: z.string(),
    name: z.string(),
    title: z.string().nullish(),
    phone: z.string().nullish(),
    mobile_phone: z.string().nullish(),
    /** Name of the department. */
    department: z.string().nullish(),
    /** Name of the site. */
    site: z.string().nullish(),
    /** Name of the role; always sent (samanage-api.md §2.5). */
    role: z.string(),
    /** The manager as a directory id: references leave mapping unresolved. */
    reports_to: z.string().nullish(),
  }),
);

export type DesiredAccount = z.infer<typeof desiredAccount>;

/** What an account was last known to be, in Samanage's member names; `disabled` as `true` or `false`. */
const appliedAccount = personal(z.record(z.string(), z.string().nullable()));

export const accountDesired = defineEvent({
  type: 'mapping.account-desired',
  version: 1,
  meaning: 'The rules decided what the account of a directory user should be.',
  data: z.object({
    changeId,
    cycleId: z.uuid(),
    userId,
    /** Version of the directory user that was evaluated. */
    directoryVersion: z.int(),
    rulesVersion: z.int(),
    displayName,
    /** `absent` only after a hard delete in the directory. */
    presence: z.enum(['enabled', 'disabled', 'absent']),
    /** `null` where only the presence matters: an account that should be absent. */
    account: desiredAccount.nullable(),
    steps: z.array(step),
  }),
});

export const subjectSkipped = defineEvent({
  type: 'mapping.subject-skipped',
  version: 2,
  meaning: 'The rules decided that nothing is to be done for a subject who never had anything wanted at Samanage.',
  data: z.object({
    changeId,
    cycleId: z.uuid(),
    /** Directory id of the user, group or other resource. */
    subjectId: z.uuid(),
    /** `User`, `Group`, or the name of one of the job's own resource types. */
    subjectType: z.string(),
    directoryVersion: z.int(),
    rulesVersion: z.int(),
    displayName,
    /** As entra-provisioning.md §6.5 names it, e.g. `NotEffectivelyEntitled`; ours are `GroupsNotMapped` and `ResourceTypeNotMapped`. */
    skipReason: z.string(),
    steps: z.array(step),
  }),
  // Version 1 knew directory users alone.
  upcasts: { 1: ({ userId: subjectId, ...data }) => ({ ...data, subjectId, subjectType: 'User' }) },
});

export const changeParked = defineEvent({
  type: 'mapping.change-parked',
  version: 1,
  meaning: 'A change could not be evaluated; it waits until the directory user or the rules change.',
  data: z.object({
    changeId,
    cycleId: z.uuid(),
    userId,
    directoryVersion: z.int(),
    displayName,
    /** As entra-provisioning.md §6.4 names it. */
    code: z.string(),
    reason: personal(z.string()),
    steps: z.array(step),
  }),
});

export const changeSuperseded = defineEvent({
  type: 'mapping.change-superseded',
  version: 1,
  meaning: 'A parked change was replaced by a newer one of the same directory user.',
  data: z.object({ changeId, cycleId: z.uuid(), userId, displayName, supersededBy: changeId }),
});

export const outcomeRecorded = defineEvent({
  type: 'mapping.outcome-recorded',
  version: 1,
  meaning: 'Mapping heard what became of an account, and keeps the link and the values last applied.',
  data: z.object({ changeId, userId, samanageId: z.int().nullable(), applied: appliedAccount.nullable() }),
});

export const mappingTallyStated = defineEvent({
  type: 'mapping.tally-stated',
  version: 2,
  meaning: 'What mapping counted of a job.',
  data: tally,
  upcasts: { 1: tallyFromV1 },
});

/** How one Samanage member is found (entra-provisioning.md §3.1). */
export const attributeMapping = z.object({
  target: z.string(),
  source: z.discriminatedUnion('type', [
    z.object({ type: z.literal('direct'), attribute: z.string() }),
    z.object({ type: z.literal('constant'), value: z.string() }),
    z.object({ type: z.literal('first-non-empty'), attributes: z.array(z.string()) }),
  ]),
  defaultValue: z.string().optional(),
  /** The lowest number is tried first when an existing account is looked for. */
  matchingPriority: z.int().optional(),
});

export const rules = z.object({
  users: z.object({ scope: z.literal('all'), attributeMappings: z.array(attributeMapping) }),
});

export type Rules = z.infer<typeof rules>;
export type AttributeMapping = z.infer<typeof attributeMapping>;

export const jobCreated = defineEvent({
  type: 'job.created',
  version: 1,
  meaning: 'An Azure AD enterprise application was connected to a Samanage account.',
  data: z.object({ servicePrincipalId: z.uuid(), name: z.string() }),
});

export const jobRulesApplied = defineEvent({
  type: 'job.rules-applied',
  version: 1,
  meaning: 'The mappings and scoping filters that hold from now on.',
  data: z.object({ rulesVersion: z.int(), rules }),
});

export const jobStarted = defineEvent({
  type: 'job.started',
  version: 1,
  meaning: 'Provisioning of a job was switched on.',
  data: z.object({}),
});

export const jobCycleOpened = defineEvent({
  type: 'job.cycle-opened',
  version: 1,
  meaning: 'A cycle began; changes belong to it from now on.',
  data: z.object({ cycleId: z.uuid(), kind: z.enum(['initial', 'incremental']) }),
});

export const mappingContext = defineContext({
  source: 'mapping',
  topic: 'mapping',
  events: [
    accountDesired,
    subjectSkipped,
    changeParked,
    changeSuperseded,
    outcomeRecorded,
    mappingTallyStated,
    jobCreated,
    jobRulesApplied,
    jobStarted,
    jobCycleOpened,
  ],
});

export type AccountDesired = EventOf<typeof accountDesired>;
export type SubjectSkipped = EventOf<typeof subjectSkipped>;
export type ChangeParked = EventOf<typeof changeParked>;
export type ChangeSuperseded = EventOf<typeof changeSuperseded>;
export type OutcomeRecorded = EventOf<typeof outcomeRecorded>;
export type JobCreated = EventOf<typeof jobCreated>;
export type JobRulesApplied = EventOf<typeof jobRulesApplied>;
export type JobStarted = EventOf<typeof jobStarted>;
export type JobCycleOpened = EventOf<typeof jobCycleOpened>;
