import { z } from 'zod';
import { defineEvent, type EventOf, personal } from '../catalogue/define-event';
import { changeId, displayName, step, userId } from './shared';

/**
 * Why something was evaluated. `directory`: Azure AD wrote it, and the change began there. All others begin in mapping:
 * `cycle`, everybody under new rules; `membership`, a filter asks for the groups of somebody who joined or left one;
 * `on-demand`, an admin asked for this one and waits for the outcome.
 * `release`: an admin lets go what the deletion brake held back; the change began before.
 */
export const cause = z.enum(['directory', 'cycle', 'membership', 'on-demand', 'release']);

export type Cause = z.infer<typeof cause>;

/** What every evaluation of a subject tells. */
export const evaluated = {
  changeId,
  cycleId: z.uuid(),
  /** Version of the subject in the directory that was evaluated. */
  directoryVersion: z.int(),
  rulesVersion: z.int(),
  displayName,
  cause,
  steps: z.array(step),
};

/** Before the version that follows, nothing was evaluated on demand. */
export const withoutOnDemand = (data: Record<string, unknown>): Record<string, unknown> => data;

export const groupId = z.uuid();

/** Texts by Samanage member, e.g. `mobile_phone`. */
const texts = z.record(z.string(), z.string());

/**
 * What an account or group should be, by Samanage member. What is named nowhere here, the rules say nothing of, and it
 * stays as it is.
 */
export const desiredValues = personal(
  z.object({
    /** What holds on creation and ever after; null where it should be empty. References are directory ids. */
    values: z.record(z.string(), z.string().nullable()),
    /** What is written on creation alone. */
    onCreation: texts,
    /** What is written where Samanage has nothing. */
    ifEmpty: texts,
    /** Members that are written with each update, whether they differ or not. */
    alwaysSent: z.array(z.string()),
    /** By what one that exists already is looked for, in this order. */
    matching: z.array(z.object({ attribute: z.string(), value: z.string() })),
    /** Members whose values no log may show. */
    redacted: z.array(z.string()),
  }),
);

export type DesiredValues = z.infer<typeof desiredValues>;

/** What the rules let the connector do to the subject; what is vetoed is left undone, and the change is skipped. */
const allowed = z.object({ create: z.boolean(), update: z.boolean(), delete: z.boolean() });

export type AllowedActions = z.infer<typeof allowed>;

/** A disable or delete, as the deletion brake counts them. */
const loss = z.object({
  jobId: z.string(),
  /** The quarter of an hour it fell in, by its beginning. */
  quarter: z.iso.datetime(),
  /** How many there have been in it, this one included. */
  count: z.int(),
});

export type Loss = z.infer<typeof loss>;

/** Version 1 knew nothing but the values, and looked accounts up by their e-mail address. */
export function accountDesiredFromV1({ account, ...data }: Record<string, unknown>): Record<string, unknown> {
  const values = account as { email: string } | null;
  return {
    ...data,
    cause: 'directory',
    allowed: { create: true, update: true, delete: true },
    loss: null,
    account: values && {
      values,
      onCreation: {},
      ifEmpty: {},
      alwaysSent: [],
      matching: [{ attribute: 'email', value: values.email }],
      redacted: [],
    },
  };
}

export const accountDesired = defineEvent({
  type: 'mapping.account-desired',
  version: 3,
  meaning: 'The rules decided what the account of a directory user should be.',
  data: z.object({
    ...evaluated,
    userId,
    /** `unmanaged`: he left the scope and is to be left as he is. `absent`: deleted, as the directory or the rules want. */
    presence: z.enum(['enabled', 'disabled', 'absent', 'unmanaged']),
    /** `null` where only the presence matters; of one that goes, nothing but what no log may show. */
    account: desiredValues.nullable(),
    allowed,
    loss: loss.nullable(),
  }),
  upcasts: { 1: accountDesiredFromV1, 2: withoutOnDemand },
});

export const groupDesired = defineEvent({
  type: 'mapping.group-desired',
  version: 2,
  meaning: 'The rules decided what a group at Samanage should be; its members are told apart.',
  data: z.object({
    ...evaluated,
    groupId,
    presence: z.enum(['present', 'absent', 'unmanaged']),
    group: desiredValues.nullable(),
    allowed,
    loss: loss.nullable(),
    /** The group has come into scope: everybody who is a member of it is told next, by `mapping.members-desired`. */
    snapshotFollows: z.boolean(),
  }),
  upcasts: { 1: withoutOnDemand },
});

export const membersDesired = defineEvent({
  type: 'mapping.members-desired',
  version: 2,
  meaning: 'The rules decided who should join or leave a group at Samanage; more than 1,000 are told in parts.',
  data: z.object({
    ...evaluated,
    groupId,
    /** From 1 to `parts`; the last part ends the telling. */
    part: z.int(),
    parts: z.int(),
    /** Directory ids. */
    added: z.array(z.string()),
    removed: z.array(z.string()),
    /**
     * Null for a delta. In a snapshot `added` lists everybody who is a member, and whoever no part named is none; the
     * last part says how many there are.
     */
    snapshot: z.object({ total: z.int() }).nullable(),
  }),
  upcasts: { 1: withoutOnDemand },
});

export type AccountDesired = EventOf<typeof accountDesired>;
export type GroupDesired = EventOf<typeof groupDesired>;
export type MembersDesired = EventOf<typeof membersDesired>;
