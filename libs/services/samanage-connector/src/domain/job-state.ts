import type {
  CredentialsChanged,
  JobSettingsSaved,
  ParkedReleased,
  QuarantineEntered,
  QuarantineLifted,
  RolesImported,
  SamanageJobConnected,
} from '@waybill/contracts';
import { evolveBy } from '@waybill/decider';

export type JobEvent =
  | SamanageJobConnected
  | CredentialsChanged
  | JobSettingsSaved
  | QuarantineEntered
  | QuarantineLifted
  | ParkedReleased
  | RolesImported;

/** `basic` is of a job from before tokens. */
export type CredentialKind = 'token' | 'basic';

/** Credentials by what may be told of them. */
export interface KeptCredentials {
  readonly credentialId: string;
  readonly kind: CredentialKind;
  readonly baseAddress: string;
}

/** What is saved beside a job's secrets; null was never said. */
export type JobSettings = Pick<JobSettingsSaved['data'], 'syncAll' | 'skipOutOfScopeDeletions' | 'notification'>;

export type Quarantine = QuarantineEntered['data'];

export type SamanageRole = RolesImported['data']['roles'][number];

export interface JobState {
  readonly connected: boolean;
  readonly servicePrincipalId: string | null;
  readonly name: string;
  readonly active: KeptCredentials | null;
  /** Takes over when Samanage no longer takes the active ones. */
  readonly standby: KeptCredentials | null;
  readonly settings: JobSettings;
  readonly quarantine: Quarantine | null;
  readonly roles: readonly SamanageRole[];
}

export const unknownJob: JobState = {
  connected: false,
  servicePrincipalId: null,
  name: '',
  active: null,
  standby: null,
  settings: { syncAll: null, skipOutOfScopeDeletions: null, notification: null },
  quarantine: null,
  roles: [],
};

/** How each event changes what is remembered. */
export const evolveJob = evolveBy<JobState, JobEvent>(unknownJob, {
  'samanage.job-connected': (state, { servicePrincipalId, name }) => ({
    ...state,
    connected: true,
    servicePrincipalId: servicePrincipalId ?? state.servicePrincipalId,
    name: name || state.name,
  }),
  'samanage.credentials-changed': (state, { slot, how, ...data }) => ({
    ...state,
    [slot]: keptIn(data),
    ...(how === 'standby-took-over' ? { standby: null } : {}),
  }),
  'samanage.job-settings-saved': (state, said) => ({ ...state, settings: settingsAfter(state.settings, said) }),
  'samanage.quarantine-entered': (state, quarantine) => ({ ...state, quarantine }),
  'samanage.quarantine-lifted': (state) => ({ ...state, quarantine: null }),
  'samanage.parked-released': (state) => state,
  'samanage.roles-imported': (state, { roles }) => ({ ...state, roles }),
});

/** The credentials that an event puts into a slot; null where they were removed. */
export function keptIn({
  credentialId,
  kind,
  baseAddress,
}: Pick<CredentialsChanged['data'], 'credentialId' | 'kind' | 'baseAddress'>): KeptCredentials | null {
  if (credentialId === null || kind === null || baseAddress === null) return null;
  return { credentialId, kind, baseAddress };
}

/** What is not said stays as it was. */
export const settingsAfter = (before: JobSettings, said: JobSettings): JobSettings => ({
  syncAll: said.syncAll ?? before.syncAll,
  skipOutOfScopeDeletions: said.skipOutOfScopeDeletions ?? before.skipOutOfScopeDeletions,
  notification: said.notification ?? before.notification,
});
