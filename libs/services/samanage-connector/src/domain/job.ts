import { type Command, type Decider, DomainError } from '@waybill/decider';
import { type CredentialCommand, decideCredentials } from './job-credentials';
import { decideQuarantine, type QuarantineCommand } from './job-quarantine';
import {
  evolveJob,
  type JobEvent,
  type JobSettings,
  type JobState,
  type SamanageRole,
  settingsAfter,
  unknownJob,
} from './job-state';

interface ConnectJob extends Command {
  readonly type: 'connect-job';
  readonly servicePrincipalId: string | null;
  readonly name: string;
}

/** Null is not said, and stays as it was. */
interface SaveSettings extends Command, JobSettings {
  readonly type: 'save-settings';
  readonly by: string;
  readonly now: string;
}

interface ImportRoles extends Command {
  readonly type: 'import-roles';
  readonly roles: readonly SamanageRole[];
  readonly now: string;
}

/** New rules may have mended what stood in the way of parked changes. */
interface ReleaseParked extends Command {
  readonly type: 'release-parked';
  readonly rulesVersion: number;
}

export type JobCommand =
  ConnectJob | CredentialCommand | SaveSettings | QuarantineCommand | ImportRoles | ReleaseParked;

/** How the connector speaks to Samanage for a job, and whether it may. */
export const job: Decider<JobCommand, JobState, JobEvent> = {
  name: 'job',
  stream: ({ jobId }) => `job-${jobId}`,
  initialState: () => unknownJob,
  evolve: evolveJob,
  decide: (command, stored) => {
    const state = { ...unknownJob, ...stored };
    return command.type === 'connect-job' ? connect(command, state) : change(command, known(command.jobId, state));
  },
};

/** A job that was connected by an older release learns whose it is. */
function connect({ servicePrincipalId, name }: ConnectJob, state: JobState): JobEvent[] {
  const knowsAll = state.connected && (servicePrincipalId === null || state.servicePrincipalId !== null);
  return knowsAll ? [] : [{ type: 'samanage.job-connected', data: { servicePrincipalId, name } }];
}

/** @throws DomainError `samanage-connector.job-unknown` */
function known(jobId: string, state: JobState): JobState {
  if (state.connected) return state;
  throw new DomainError('not-found', 'samanage-connector.job-unknown', `there is no job ${jobId}`);
}

function change(command: Exclude<JobCommand, ConnectJob>, state: JobState): readonly JobEvent[] {
  switch (command.type) {
    case 'save-settings':
      return saveSettings(command, state);
    case 'import-roles':
      return importRoles(command, state);
    case 'release-parked':
      return [{ type: 'samanage.parked-released', data: { rulesVersion: command.rulesVersion } }];
    case 'enter-quarantine':
    case 'lift-quarantine':
      return decideQuarantine(command, state);
    default:
      return decideCredentials(command, state);
  }
}

function saveSettings(command: SaveSettings, { settings }: JobState): JobEvent[] {
  const { syncAll, skipOutOfScopeDeletions, notification, by, now: at } = command;
  const after = settingsAfter(settings, command);
  if (settingsText(after) === settingsText(settings)) return [];
  const data = { syncAll, skipOutOfScopeDeletions, notification, by, at };
  return [{ type: 'samanage.job-settings-saved', data }];
}

function settingsText({ syncAll, skipOutOfScopeDeletions, notification }: JobSettings): string {
  const { enabled, recipients, deleteThresholdEnabled, deleteThresholdValue } = notification ?? {};
  const told = [syncAll, skipOutOfScopeDeletions, notification !== null, enabled, recipients];
  return JSON.stringify([...told, deleteThresholdEnabled, deleteThresholdValue]);
}

function importRoles({ roles, now: at }: ImportRoles, state: JobState): JobEvent[] {
  const sorted = roles.toSorted((one, other) => one.id - other.id);
  if (rolesText(sorted) === rolesText(state.roles)) return [];
  return [{ type: 'samanage.roles-imported', data: { roles: sorted, at } }];
}

const rolesText = (roles: readonly SamanageRole[]): string =>
  JSON.stringify(roles.map(({ id, name, roleDescription, portal }) => [id, name, roleDescription, portal]));
