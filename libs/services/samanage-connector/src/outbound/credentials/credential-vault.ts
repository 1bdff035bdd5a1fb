import { randomUUID } from 'node:crypto';
import type { Sql } from '@waybill/event-log';
import { DomainError } from '@waybill/decider';
import type { Connection } from '../../domain/connections';
import type { KeptCredentials } from '../../domain/job-state';
import {
  credentialsUnderOtherKeys,
  findCredentials,
  forgetOrphans,
  insertCredentials,
  rewrapCredential,
  type SealedCredentials,
} from '../../read-models/credentials/credentials';
import { CredentialsUnreadable, open, rewrapped, seal } from './envelope';
import { KeyMissing, type KeyRing, type WrappingKey } from './key-ring';

/** Keeps the credentials of jobs, encrypted. */
export class CredentialVault {
  constructor(
    private readonly sql: Sql,
    private readonly keys: KeyRing,
  ) {}

  /** @throws DomainError `unavailable` where no key is configured */
  currentKey(): WrappingKey {
    const { current } = this.keys;
    if (current) return current;
    throw new DomainError(
      'unavailable',
      'samanage-connector.no-credential-key',
      'Credentials cannot be saved: this installation has no key to encrypt them with. ' +
        'Set SAMANAGE_CREDENTIAL_KEYS for samanage-connector (name:key, the key being 32 random bytes in base64url).',
    );
  }

  /**
   * Stores credentials before any event names them.
   *
   * @throws DomainError `unavailable` where no key is configured
   */
  async keep(jobId: string, { kind, baseAddress, secret }: Connection): Promise<KeptCredentials> {
    const kept = { credentialId: randomUUID(), kind, baseAddress };
    const sealed = seal({ ...kept, job: jobId }, secret, this.currentKey());
    await forgetOrphans(this.sql);
    await insertCredentials(this.sql, sealed);
    return kept;
  }

  /**
   * @throws KeyMissing
   * @throws CredentialsUnreadable where the record is gone, was changed, or is another job's
   */
  async open(jobId: string, { credentialId, kind, baseAddress }: KeptCredentials): Promise<Connection> {
    const sealed = await findCredentials(this.sql, credentialId);
    if (!sealed) throw new CredentialsUnreadable(credentialId);
    // The event says what the record has to be: one that says otherwise of itself does not open.
    return { kind, baseAddress, secret: open({ ...sealed, job: jobId, credentialId, kind, baseAddress }, this.keys) };
  }
}

/**
 * Wraps the own keys of all records under the first key, so that older keys may be taken out of the configuration.
 * Every replica may do it at its start.
 *
 * @returns how many were wrapped anew
 * @throws KeyMissing that names the key of a record that cannot be read, when all others have been wrapped
 * @throws CredentialsUnreadable likewise
 */
export async function rewrapCredentials(sql: Sql, keys: KeyRing): Promise<number> {
  const { current } = keys;
  let problem: Error | undefined;
  let count = 0;
  for (const sealed of await credentialsUnderOtherKeys(sql, current?.name ?? '')) {
    const anew = current ? wrappedAnew(sealed, keys, current) : new KeyMissing(sealed.keyName);
    if (anew instanceof Error) problem ??= anew;
    else {
      await rewrapCredential(sql, sealed, anew);
      count += 1;
    }
  }
  if (problem) throw problem;
  return count;
}

function wrappedAnew(sealed: SealedCredentials, keys: KeyRing, current: WrappingKey) {
  try {
    return rewrapped(sealed, keys, current);
  } catch (error) {
    if (error instanceof KeyMissing || error instanceof CredentialsUnreadable) return error;
    throw error;
  }
}
