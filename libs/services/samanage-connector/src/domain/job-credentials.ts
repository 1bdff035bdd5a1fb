import { type Command, DomainError } from '@waybill/decider';
import type { JobEvent, JobState, KeptCredentials } from './job-state';

type Slot = 'active' | 'standby';

interface Asked extends Command {
  /** A principal such as `admin:local`. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** The credentials themselves were stored before, under their id. */
interface SaveCredentials extends Asked, KeptCredentials {
  readonly type: 'save-credentials';
  readonly slot: Slot;
}

interface RemoveCredentials extends Asked {
  readonly type: 'remove-credentials';
  readonly slot: Slot;
}

interface TakeOverStandby extends Command {
  readonly type: 'take-over-standby';
  /** Those that Samanage no longer takes. */
  readonly failedCredentialId: string;
  readonly now: string;
}

export type CredentialCommand = SaveCredentials | RemoveCredentials | TakeOverStandby;

/** @throws DomainError `samanage-connector.standby-of-nothing` */
export function decideCredentials(command: CredentialCommand, state: JobState): readonly JobEvent[] {
  switch (command.type) {
    case 'save-credentials':
      return command.slot === 'active' ? saveActive(command, state) : saveStandby(command, state);
    case 'remove-credentials':
      return slotsOf(command.slot).flatMap((slot) => (state[slot] === null ? [] : [removed(slot, command)]));
    case 'take-over-standby':
      return takeOver(command, state);
  }
}

/** A standby is of the same address; one of another has nothing to take over any more. */
function saveActive(command: SaveCredentials, { active, standby }: JobState): JobEvent[] {
  if (active?.credentialId === command.credentialId) return [];
  const leftBehind = standby !== null && standby.baseAddress !== command.baseAddress;
  return [saved(command), ...(leftBehind ? [removed('standby', command)] : [])];
}

function saveStandby(command: SaveCredentials, { active, standby }: JobState): JobEvent[] {
  if (standby?.credentialId === command.credentialId) return [];
  if (active?.baseAddress === command.baseAddress) return [saved(command)];
  const message = 'A standby token needs an active one that was saved for the same address: save that first.';
  throw new DomainError('conflict', 'samanage-connector.standby-of-nothing', message);
}

/** Several calls may fail for the same credentials; the standby takes over once. */
function takeOver({ failedCredentialId, now: at }: TakeOverStandby, { active, standby }: JobState): JobEvent[] {
  if (active?.credentialId !== failedCredentialId || standby === null) return [];
  const how = { how: 'standby-took-over', by: 'service:samanage-connector', at } as const;
  return [{ type: 'samanage.credentials-changed', data: { slot: 'active', ...standby, ...how } }];
}

/** Without an active token there is nothing to stand by for. */
const slotsOf = (slot: Slot): readonly Slot[] => (slot === 'active' ? ['active', 'standby'] : ['standby']);

const saved = ({ slot, credentialId, kind, baseAddress, by, now: at }: SaveCredentials): JobEvent => ({
  type: 'samanage.credentials-changed',
  data: { slot, credentialId, kind, baseAddress, how: 'saved', by, at },
});

const removed = (slot: Slot, { by, now: at }: Asked): JobEvent => ({
  type: 'samanage.credentials-changed',
  data: { slot, credentialId: null, kind: null, baseAddress: null, how: 'removed', by, at },
});
