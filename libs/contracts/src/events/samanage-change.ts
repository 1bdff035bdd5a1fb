import { z } from 'zod';
import { defineEvent, type EventOf, personal } from '../catalogue/define-event';
import { changedSubject, values } from './samanage-outcome';
import { changeId, displayName, step } from './shared';

const ofAccount = ({ userId: subjectId, ...data }: Record<string, unknown>) => ({
  ...data,
  subjectId,
  subjectType: 'User',
});

const change = { changeId, cycleId: z.uuid(), ...changedSubject, displayName };

export const connectorChangeParked = defineEvent({
  type: 'samanage.change-parked',
  version: 2,
  meaning: 'A change cannot be applied now; told again only when the reason is another.',
  data: z.object({
    ...change,
    version: z.int(),
    samanageId: z.int().nullable(),
    action: z.enum(['create', 'update', 'disable', 'delete', 'other']),
    /** As entra-provisioning.md §6.4 names it. */
    code: z.string(),
    reason: personal(z.string()),
    attempts: z.int(),
    nextAttemptAt: z.iso.datetime(),
    steps: z.array(step),
  }),
  upcasts: { 1: ofAccount },
});

export const connectorChangeSuperseded = defineEvent({
  type: 'samanage.change-superseded',
  version: 2,
  meaning: 'A change was replaced by a newer desired state before it was applied.',
  data: z.object({ ...change, version: z.int(), supersededBy: changeId }),
  upcasts: { 1: ofAccount },
});

export const connectorChangeAbandoned = defineEvent({
  type: 'samanage.change-abandoned',
  version: 1,
  meaning: 'An admin gave up a change that could not be applied; the account or group stays as it is.',
  data: z.object({ ...change, version: z.int(), abandonedBy: z.string(), reason: personal(z.string()) }),
});

export const connectorChangeEdited = defineEvent({
  type: 'samanage.change-edited',
  version: 1,
  meaning:
    'An admin wrote other values into a change that could not be applied; they hold until the next desired state.',
  data: z.object({ ...change, account: personal(values), editedBy: z.string(), reason: personal(z.string()) }),
});

export const connectorChangeRetried = defineEvent({
  type: 'samanage.change-retried',
  version: 1,
  meaning: 'An admin asked for another attempt at once.',
  data: z.object({ ...change, retriedBy: z.string() }),
});

const link = { ...changedSubject, samanageId: z.int(), by: z.string(), at: z.iso.datetime() };

export const linkSet = defineEvent({
  type: 'samanage.link-set',
  version: 1,
  meaning: 'An admin said which account or group at Samanage belongs to a subject of the directory.',
  data: z.object({ ...link, previousId: z.int().nullable() }),
});

export const linkRemoved = defineEvent({
  type: 'samanage.link-removed',
  version: 1,
  meaning: 'An admin parted a subject of the directory from its account or group; both stay as they are.',
  data: z.object(link),
});

export type ConnectorChangeParked = EventOf<typeof connectorChangeParked>;
export type ConnectorChangeSuperseded = EventOf<typeof connectorChangeSuperseded>;
export type ConnectorChangeAbandoned = EventOf<typeof connectorChangeAbandoned>;
export type ConnectorChangeEdited = EventOf<typeof connectorChangeEdited>;
export type ConnectorChangeRetried = EventOf<typeof connectorChangeRetried>;
export type LinkSet = EventOf<typeof linkSet>;
export type LinkRemoved = EventOf<typeof linkRemoved>;
