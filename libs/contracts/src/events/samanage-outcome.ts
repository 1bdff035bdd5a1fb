import { z } from 'zod';
import { personal } from '../catalogue/define-event';
import { changeId, displayName, step } from './shared';

/** Whom an event of the connector is about. */
export const changedSubject = {
  /** Directory id. */
  subjectId: z.uuid(),
  subjectType: z.enum(['User', 'Group']),
};

/** One member of an account or group before and after, as texts; `oldValue` is null on create. */
export const difference = personal(
  z.object({ name: z.string(), oldValue: z.string().nullable(), newValue: z.string().nullable() }),
);

/** What an admin should know of a change that was applied all the same. */
export const remark = z.object({
  /** `UnableToResolveReferenceAttributeValue`, `FieldNotTakenOver`, `AccountRecreated`, … */
  code: z.string(),
  /** The Samanage member it is about. */
  field: z.string().nullable(),
  text: personal(z.string()),
});

/** Members in Samanage's names, as texts; null is empty. */
export const values = z.record(z.string(), z.string().nullable());

/** What the end of every change tells, whomever it is about. */
export const outcomeOfAny = {
  changeId,
  cycleId: z.uuid(),
  /** The version of the subject that was reached. */
  version: z.int(),
  displayName,
  /** `null` where there is no account or group. */
  samanageId: z.int().nullable(),
  /** Its e-mail address or name at Samanage, as the log shows it. */
  targetName: personal(z.string()),
  remarks: z.array(remark),
  steps: z.array(step),
  attempts: z.int(),
  durationMilliseconds: z.int(),
};

export type Difference = z.infer<typeof difference>;
export type Remark = z.infer<typeof remark>;

/** Why the connector works on a subject: mapping wants something, or one of the connector's own reasons. */
export const connectorCause = z.enum(['desired', 'reference-appeared', 'drift', 'relinked']);

export type ConnectorCause = z.infer<typeof connectorCause>;
