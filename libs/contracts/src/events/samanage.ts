import { z } from 'zod';
import { defineContext, defineEvent, type EventOf, personal } from '../catalogue/define-event';
import { accountDesired, accountDesiredFromV1, groupId } from './desired';
import { changeId, displayName, step, tally, tallyFromV1, userId } from './shared';

/** One member of an account before and after, as texts; `oldValue` is null on create. */
const difference = personal(
  z.object({ name: z.string(), oldValue: z.string().nullable(), newValue: z.string().nullable() }),
);

/** What an admin should know of a change that was applied all the same. */
const remark = z.object({
  /** `UnableToResolveReferenceAttributeValue`, `FieldNotTakenOver`, `AccountRecreated`, … */
  code: z.string(),
  /** The Samanage member it is about. */
  field: z.string().nullable(),
  text: personal(z.string()),
});

const outcome = z.object({
  changeId,
  cycleId: z.uuid(),
  userId,
  /** The version of the subject that was reached. */
  version: z.int(),
  displayName,
  /** `null` where there is no account. */
  samanageId: z.int().nullable(),
  /** Its e-mail address or name at Samanage, as the log shows it. */
  targetName: personal(z.string()),
  differences: z.array(difference),
  remarks: z.array(remark),
  steps: z.array(step),
  /** The account as Samanage answered last, in its member names; `null` when there is none. */
  applied: personal(z.record(z.string(), z.string().nullable())).nullable(),
  /** Fields that Samanage did not take over, with the value that was sent; not sent again until something changes. */
  refusedFields: personal(z.record(z.string(), z.string().nullable())),
  /** Somebody the account refers to who has no account yet; the reference is written when he gets one. */
  waitsFor: userId.nullable(),
  attempts: z.int(),
  durationMilliseconds: z.int(),
});

export type Outcome = z.infer<typeof outcome>;
export type Difference = z.infer<typeof difference>;
export type Remark = z.infer<typeof remark>;

const outcomeEvent = <Type extends string>(type: Type, meaning: string) =>
  defineEvent({ type, version: 1, meaning, data: outcome });

export const accountCreated = outcomeEvent('samanage.account-created', 'An account was created.');
export const accountLinked = outcomeEvent(
  'samanage.account-linked',
  'An existing account was found by the matching attribute and linked; differences were written.',
);
export const accountUpdated = outcomeEvent(
  'samanage.account-updated',
  'The differences were written to an account, or what is always sent.',
);
export const accountDisabled = outcomeEvent('samanage.account-disabled', 'An account was disabled.');
export const accountEnabled = outcomeEvent('samanage.account-enabled', 'A disabled account was enabled again.');
export const accountDeleted = outcomeEvent('samanage.account-deleted', 'An account was deleted.');
export const accountUnchanged = outcomeEvent('samanage.account-unchanged', 'The account was as desired already.');
export const accountSkipped = outcomeEvent(
  'samanage.account-skipped',
  'Nothing was to be done: the account should not be and there is none, is to be left as it is, or the rules do not allow it.',
);

export const samanageJobConnected = defineEvent({
  type: 'samanage.job-connected',
  version: 1,
  meaning: 'The connector heard of a job and writes for it from now on.',
  data: z.object({}),
});

export const changeReceived = defineEvent({
  type: 'samanage.change-received',
  version: 2,
  meaning: 'The connector took a desired state over; it is the newest of its subject.',
  data: accountDesired.data.extend({
    version: z.int(),
    /** The connector opens a change itself when somebody's manager gets an account. */
    cause: z.enum(['desired', 'reference-appeared']),
  }),
  upcasts: { 1: ({ cause, ...data }) => ({ ...accountDesiredFromV1(data), cause }) },
});

/** Groups are taken in, and not written yet. */
const groupAnswer = z.object({ changeId, cycleId: z.uuid(), groupId, displayName });

export const groupChangeSkipped = defineEvent({
  type: 'samanage.group-skipped',
  version: 1,
  meaning: 'A change of a group, or of its members, ended without a call: this release writes accounts alone.',
  data: groupAnswer,
});

export const accountChangeParked = defineEvent({
  type: 'samanage.change-parked',
  version: 1,
  meaning: 'A change cannot be applied now; told again only when the reason is another.',
  data: z.object({
    changeId,
    cycleId: z.uuid(),
    userId,
    version: z.int(),
    displayName,
    samanageId: z.int().nullable(),
    action: z.enum(['create', 'update', 'disable', 'delete', 'other']),
    /** As entra-provisioning.md §6.4 names it. */
    code: z.string(),
    reason: personal(z.string()),
    attempts: z.int(),
    nextAttemptAt: z.iso.datetime(),
    steps: z.array(step),
  }),
});

export const accountChangeSuperseded = defineEvent({
  type: 'samanage.change-superseded',
  version: 1,
  meaning: 'A change was replaced by a newer desired state before it was applied.',
  data: z.object({ changeId, cycleId: z.uuid(), userId, version: z.int(), displayName, supersededBy: changeId }),
});

export const samanageTallyStated = defineEvent({
  type: 'samanage.tally-stated',
  version: 2,
  meaning: 'What the connector counted of a job.',
  data: tally,
  upcasts: { 1: tallyFromV1 },
});

/** The events that end a change at the connector by applying it, or by finding nothing to apply. */
export const accountOutcomes = [
  accountCreated,
  accountLinked,
  accountUpdated,
  accountDisabled,
  accountEnabled,
  accountDeleted,
  accountUnchanged,
  accountSkipped,
] as const;

export const samanageContext = defineContext({
  source: 'samanage-connector',
  topic: 'samanage',
  events: [
    samanageJobConnected,
    ...accountOutcomes,
    changeReceived,
    accountChangeParked,
    accountChangeSuperseded,
    groupChangeSkipped,
    samanageTallyStated,
  ],
});

export type AccountOutcome = EventOf<(typeof accountOutcomes)[number]>;
export type AccountOutcomeType = AccountOutcome['type'];
export type SamanageJobConnected = EventOf<typeof samanageJobConnected>;
export type ChangeReceived = EventOf<typeof changeReceived>;
export type GroupChangeSkipped = EventOf<typeof groupChangeSkipped>;
export type AccountChangeParked = EventOf<typeof accountChangeParked>;
export type AccountChangeSuperseded = EventOf<typeof accountChangeSuperseded>;
