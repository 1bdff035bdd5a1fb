import { z } from 'zod';
import { defineEvent, type EventOf, personal } from '../catalogue/define-event';

export const samanageJobConnected = defineEvent({
  type: 'samanage.job-connected',
  version: 2,
  meaning: 'The connector heard of a job and writes for it as soon as it has credentials.',
  data: z.object({
    /** Null in what was told before the connector had an API. */
    servicePrincipalId: z.uuid().nullable(),
    name: z.string(),
  }),
  upcasts: { 1: () => ({ servicePrincipalId: null, name: '' }) },
});

export const credentialsChanged = defineEvent({
  type: 'samanage.credentials-changed',
  version: 1,
  meaning: 'How a job speaks to Samanage has changed; the credentials themselves are in no event.',
  data: z.object({
    /** The standby takes over when Samanage no longer takes the active ones. */
    slot: z.enum(['active', 'standby']),
    /** Under what they are kept; null where they were removed. */
    credentialId: z.uuid().nullable(),
    /** `basic` is of a job from before tokens, and never offered anew. */
    kind: z.enum(['token', 'basic']).nullable(),
    baseAddress: z.string().nullable(),
    how: z.enum(['saved', 'standby-took-over', 'removed']),
    by: z.string(),
    at: z.iso.datetime(),
  }),
});

/** The settings that Graph keeps beside a job's secrets (entra-provisioning.md §9.2); null is not said. */
export const jobSettingsSaved = defineEvent({
  type: 'samanage.job-settings-saved',
  version: 1,
  meaning: 'An admin saved settings of a job together with its credentials.',
  data: z.object({
    syncAll: z.boolean().nullable(),
    skipOutOfScopeDeletions: z.boolean().nullable(),
    notification: z
      .object({
        enabled: z.boolean(),
        recipients: personal(z.array(z.string())),
        deleteThresholdEnabled: z.boolean().nullable(),
        deleteThresholdValue: z.int().nullable(),
      })
      .nullable(),
    by: z.string(),
    at: z.iso.datetime(),
  }),
});

/** As Graph names them (entra-provisioning.md §7.4). */
export const quarantineCode = z.enum([
  'EncounteredQuarantineException',
  'EncounteredEscrowProportionThreshold',
  'EncounteredBaseEscrowThreshold',
  'EncounteredTotalEscrowThreshold',
]);

export const quarantineEntered = defineEvent({
  type: 'samanage.quarantine-entered',
  version: 1,
  meaning: 'A job as a whole is unhealthy: writes stop and probes back off; told again for each probe that failed.',
  data: z.object({
    code: quarantineCode,
    error: z.object({ code: z.string(), message: z.string() }),
    /** The request that caused it; its path without what it asked for. */
    request: z
      .object({
        method: z.string(),
        path: z.string(),
        status: z.int().nullable(),
        /** Samanage's own, from its answer. */
        requestId: z.string().nullable(),
      })
      .nullable(),
    /** When it was imposed last, and when the first of the series was; equal at the first. */
    currentBegan: z.iso.datetime(),
    seriesBegan: z.iso.datetime(),
    /** Probes that failed in this series. */
    seriesCount: z.int(),
    nextAttempt: z.iso.datetime(),
  }),
});

export const quarantineLifted = defineEvent({
  type: 'samanage.quarantine-lifted',
  version: 1,
  meaning: 'A job is healthy again, and goes on where it stopped.',
  data: z.object({
    code: quarantineCode,
    seriesBegan: z.iso.datetime(),
    /** `probe`: Samanage answers again; `proportion`: what failed no longer does, or is tried anew. */
    how: z.enum(['probe', 'proportion']),
    at: z.iso.datetime(),
  }),
});

export const parkedReleased = defineEvent({
  type: 'samanage.parked-released',
  version: 1,
  meaning: 'New rules hold, and all that is parked is tried at once: what stood in its way may be gone.',
  data: z.object({ rulesVersion: z.int() }),
});

export const rolesImported = defineEvent({
  type: 'samanage.roles-imported',
  version: 1,
  meaning: 'The roles of a Samanage account were read and differ from those known; they are offered as app roles.',
  data: z.object({
    roles: z.array(
      z.object({ id: z.int(), name: z.string(), roleDescription: z.string().nullable(), portal: z.boolean() }),
    ),
    at: z.iso.datetime(),
  }),
});

export const tenantRead = defineEvent({
  type: 'samanage.tenant-read',
  version: 1,
  meaning: 'A part of all users and groups of a Samanage account, as one walk through its pages found them.',
  data: z.object({
    /** One walk; its last part makes it whole and replaces the one before. */
    readId: z.uuid(),
    part: z.int(),
    parts: z.int(),
    at: z.iso.datetime(),
    users: personal(z.array(z.object({ id: z.int(), email: z.string(), name: z.string(), disabled: z.boolean() }))),
    groups: z.array(z.object({ id: z.int(), name: z.string() })),
  }),
});

export const reconciliationPolicySet = defineEvent({
  type: 'samanage.reconciliation-policy-set',
  version: 1,
  meaning: 'An admin said how often Samanage is compared with what was applied last, and whether that is repaired.',
  data: z.object({
    /** Null for never by itself. */
    everyHours: z.int().nullable(),
    repair: z.boolean(),
    by: z.string(),
    at: z.iso.datetime(),
  }),
});

export const reconciliationEnded = defineEvent({
  type: 'samanage.reconciliation-ended',
  version: 1,
  meaning: 'All linked accounts and groups of a job were compared with what was applied last.',
  data: z.object({
    runId: z.uuid(),
    trigger: z.enum(['admin', 'schedule']),
    /** Whether what the directory is right about was to be written again. */
    repair: z.boolean(),
    compared: z.object({ accounts: z.int(), groups: z.int() }),
    /** How many of them are other than what was applied, how many are gone, and for how many a change was opened. */
    drifted: z.int(),
    missing: z.int(),
    repaired: z.int(),
    at: z.iso.datetime(),
  }),
});

export type SamanageJobConnected = EventOf<typeof samanageJobConnected>;
export type CredentialsChanged = EventOf<typeof credentialsChanged>;
export type JobSettingsSaved = EventOf<typeof jobSettingsSaved>;
export type QuarantineCode = z.infer<typeof quarantineCode>;
export type QuarantineEntered = EventOf<typeof quarantineEntered>;
export type ParkedReleased = EventOf<typeof parkedReleased>;
export type QuarantineLifted = EventOf<typeof quarantineLifted>;
export type RolesImported = EventOf<typeof rolesImported>;
export type TenantRead = EventOf<typeof tenantRead>;
export type ReconciliationPolicySet = EventOf<typeof reconciliationPolicySet>;
export type ReconciliationEnded = EventOf<typeof reconciliationEnded>;
