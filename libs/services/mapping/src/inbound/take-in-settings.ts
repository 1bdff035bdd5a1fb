import type { JobSettingsSaved } from '@waybill/contracts';
import { DomainError } from '@waybill/decider';
import { instruct, type Instruction, newId } from '@waybill/event-log';
import type { Message, Reaction } from '@waybill/messaging';
import { job } from '../domain/job';
import type { StoredJob } from '../domain/rules-in-force';
import { type SavedSettings, withSettings } from './with-settings';

/** The job of an id as it is stored; undefined where there is none. */
type FindJob = (jobId: string) => Promise<StoredJob | undefined>;

/**
 * Takes over what an admin saved beside the credentials as Graph has it (entra-provisioning.md §9.2): who is in scope and
 * what becomes of whoever leaves it are new rules, the deletion threshold is the deletion brake. What is not said, or is so
 * already, changes nothing. Rules that meanwhile became others hold the message, and it is tried again on those.
 */
export const takeInSettings = (findJob: FindJob): Reaction => ({
  on: ['samanage.job-settings-saved'],
  react: async (message) => {
    const { job: jobId, data } = message as unknown as Message & JobSettingsSaved;
    const stored = await findJob(jobId);
    if (!stored) throw new DomainError('not-found', 'mapping.job-unknown', `there is no job ${jobId}`);
    const { by, at: now, notification } = data;
    const asked = { jobId, by, now };
    return [...rulesOf(stored, data, asked), ...brakeOf(notification, asked)];
  },
});

interface Asked {
  readonly jobId: string;
  readonly by: string;
  readonly now: string;
}

function rulesOf({ rules, rulesVersion }: StoredJob, saved: SavedSettings, asked: Asked): Instruction[] {
  const changed = withSettings(rules, saved);
  if (!changed) return [];
  const apply = { type: 'apply-rules', rules: changed, basedOn: rulesVersion, planId: null, cycleId: newId() } as const;
  return [instruct(job, { ...apply, ...asked })];
}

function brakeOf(notification: JobSettingsSaved['data']['notification'], asked: Asked): Instruction[] {
  const { deleteThresholdEnabled: enabled = null, deleteThresholdValue: count = null } = notification ?? {};
  const brake = { ...(enabled !== null && { enabled }), ...(count !== null && { count }) };
  return Object.keys(brake).length === 0 ? [] : [instruct(job, { type: 'set-brake', brake, ...asked })];
}
