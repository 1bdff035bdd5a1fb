import { z } from 'zod';
import { defineEvent, type EventOf, personal } from '../catalogue/define-event';
import { groupDesired, groupId } from './desired';
import { connectorCause, difference, outcomeOfAny, values } from './samanage-outcome';
import { changeId, displayName, userId } from './shared';

const groupOutcome = z.object({
  ...outcomeOfAny,
  groupId,
  differences: z.array(difference),
  /** The group as Samanage answered last, in its member names; `null` when there is none. */
  applied: personal(values).nullable(),
  /** Fields that Samanage did not take over, with the value that was sent; not sent again until something changes. */
  refusedFields: personal(values),
});

export type GroupOutcomeData = z.infer<typeof groupOutcome>;

const outcomeEvent = <Type extends string>(type: Type, meaning: string) =>
  defineEvent({ type, version: 1, meaning, data: groupOutcome });

const groupCreated = outcomeEvent('samanage.group-created', 'A group was created.');
const groupLinked = outcomeEvent(
  'samanage.group-linked',
  'An existing group was found by the matching attribute and linked; differences were written.',
);
const groupUpdated = outcomeEvent('samanage.group-updated', 'The differences were written to a group.');
const groupDeleted = outcomeEvent('samanage.group-deleted', 'A group was deleted; its members were not.');
const groupUnchanged = outcomeEvent('samanage.group-unchanged', 'The group was as desired already.');

const groupSkipped = defineEvent({
  type: 'samanage.group-skipped',
  version: 2,
  meaning: 'Nothing was to be done: the group should not be and there is none, or the rules do not allow it.',
  data: groupOutcome,
  // Version 1 ended every change of a group, or of its members, without a call.
  upcasts: {
    1: (data) => ({
      ...data,
      version: 0,
      samanageId: null,
      targetName: '',
      remarks: [],
      steps: [
        {
          name: 'EntrySynchronizationSkip',
          type: 'export',
          status: 'skipped',
          description: 'The release of that time wrote accounts alone, and no groups',
          details: { SkipReason: 'GroupsNotWritten' },
        },
      ],
      attempts: 0,
      durationMilliseconds: 0,
      differences: [],
      applied: null,
      refusedFields: {},
    }),
  },
});

const membersOutcome = z.object({
  ...outcomeOfAny,
  groupId,
  /** How many people the change brought into the group at Samanage. */
  added: z.int(),
  removed: z.int(),
  /** How many of its people have no account yet; they are added when they get one. */
  waiting: z.int(),
});

export const membersUpdated = defineEvent({
  type: 'samanage.members-updated',
  version: 1,
  meaning: 'The members of a group were written; who joined and left is told by `samanage.memberships-written`.',
  data: membersOutcome,
});

export const membersUnchanged = defineEvent({
  type: 'samanage.members-unchanged',
  version: 1,
  meaning: 'The members that a change asked for were members already, or were none.',
  data: membersOutcome,
});

export const membersSkipped = defineEvent({
  type: 'samanage.members-skipped',
  version: 1,
  meaning: 'Members were not written: the group is not wanted at Samanage, or the rules do not allow it.',
  data: membersOutcome,
});

/** A person who joined; the id of his membership is needed to end it, and null where Samanage did not tell it. */
const joined = z.object({ userId, membershipId: z.int().nullable() });

export const membershipsWritten = defineEvent({
  type: 'samanage.memberships-written',
  version: 1,
  meaning: 'A call added people to a group or took one out of it; told call by call, so that none is made twice.',
  data: z.object({
    changeId,
    groupId,
    samanageId: z.int(),
    added: z.array(joined),
    removed: z.array(userId),
    /** Who could neither join nor leave, with a code that a remark explains; tried again when something changes. */
    failed: z.array(z.object({ userId, code: z.string() })),
  }),
});

export const groupChangeReceived = defineEvent({
  type: 'samanage.group-change-received',
  version: 1,
  meaning: 'The connector took the desired state of a group over; it is the newest of its subject.',
  data: groupDesired.data.extend({ version: z.int(), cause: connectorCause, onDemand: z.boolean() }),
});

export const membersReceived = defineEvent({
  type: 'samanage.members-received',
  version: 1,
  meaning: 'The connector took over who should join or leave a group, or a part of that.',
  data: z.object({
    changeId,
    cycleId: z.uuid(),
    groupId,
    displayName,
    version: z.int(),
    cause: connectorCause,
    onDemand: z.boolean(),
    part: z.int(),
    parts: z.int(),
    added: z.array(userId),
    removed: z.array(userId),
    snapshot: z.object({ total: z.int() }).nullable(),
  }),
});

/** The events that end a change of a group at the connector. */
export const groupOutcomes = [
  groupCreated,
  groupLinked,
  groupUpdated,
  groupDeleted,
  groupUnchanged,
  groupSkipped,
] as const;

/** The events that end a change of a group's members at the connector. */
export const membersOutcomes = [membersUpdated, membersUnchanged, membersSkipped] as const;

export type GroupOutcome = EventOf<(typeof groupOutcomes)[number]>;
export type GroupOutcomeType = GroupOutcome['type'];
export type MembersOutcome = EventOf<(typeof membersOutcomes)[number]>;
export type MembersOutcomeType = MembersOutcome['type'];
export type MembershipsWritten = EventOf<typeof membershipsWritten>;
export type GroupChangeReceived = EventOf<typeof groupChangeReceived>;
export type MembersReceived = EventOf<typeof membersReceived>;
