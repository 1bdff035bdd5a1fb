import type { ConnectedJob } from '../../domain/connected-job';
import type { SamanageTransport } from '../api/samanage-transport';
import { guardedTransport, type SamanageAccess } from './samanage-access';

/** A way to Samanage that is open for a job. */
export interface OpenConnection {
  /** Under which the credentials are kept; null for those that the operator configured. */
  readonly credentialId: string | null;
  readonly transport: SamanageTransport;
  close(): Promise<void>;
}

/**
 * Opens the connection that a job uses: with its active credentials, else with those that the operator configured.
 *
 * @returns undefined where there are none: then nothing is written
 * @throws KeyMissing, CredentialsUnreadable for credentials that cannot be decrypted
 */
export async function openConnection(
  { jobId, active }: Pick<ConnectedJob, 'jobId' | 'active'>,
  access: SamanageAccess,
): Promise<OpenConnection | undefined> {
  const connection = active ? await access.vault.open(jobId, active) : access.configured;
  if (!connection) return undefined;
  const transport = guardedTransport(connection, access);
  return { credentialId: active?.credentialId ?? null, transport, close: () => transport.close() };
}
