import { z } from 'zod';
import { defineEvent, type EventOf, personal } from '../catalogue/define-event';
import { accountDesired, accountDesiredFromV1 } from './desired';
import { connectorCause, difference, outcomeOfAny, values } from './samanage-outcome';
import { userId } from './shared';

const { changeId, cycleId, version, displayName, samanageId, targetName, remarks, steps } = outcomeOfAny;

// In the order in which the first release told them.
const outcome = z.object({
  changeId,
  cycleId,
  userId,
  version,
  displayName,
  samanageId,
  targetName,
  differences: z.array(difference),
  remarks,
  steps,
  /** The account as Samanage answered last, in its member names; `null` when there is none. */
  applied: personal(values).nullable(),
  /** Fields that Samanage did not take over, with the value that was sent; not sent again until something changes. */
  refusedFields: personal(values),
  /**
   * Somebody the account refers to who has no account yet, or by whose address Samanage did not know him; the reference
   * is written when he gets one, or another address.
   */
  waitsFor: userId.nullable(),
  attempts: outcomeOfAny.attempts,
  durationMilliseconds: outcomeOfAny.durationMilliseconds,
});

export type Outcome = z.infer<typeof outcome>;

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

export const changeReceived = defineEvent({
  type: 'samanage.change-received',
  version: 3,
  meaning: 'The connector took the desired state of an account over; it is the newest of its subject.',
  data: accountDesired.data.extend({
    version: z.int(),
    cause: connectorCause,
    /** An admin waits for it: it goes before everything else. */
    onDemand: z.boolean(),
  }),
  upcasts: {
    1: ({ cause, ...data }) => ({ ...accountDesiredFromV1(data), cause }),
    2: (data) => ({ ...data, onDemand: false }),
  },
});

/** The events that end a change of an account at the connector by applying it, or by finding nothing to apply. */
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

export type AccountOutcome = EventOf<(typeof accountOutcomes)[number]>;
export type AccountOutcomeType = AccountOutcome['type'];
export type ChangeReceived = EventOf<typeof changeReceived>;
