import { type Migration, roleOf, type Sql } from '@waybill/event-log';
import type { CredentialKind } from '../../domain/job-state';
import { jobsTable } from '../jobs/jobs-table';

export const credentialsTable = 'credential_v1';

/**
 * Credentials, encrypted (see outbound/credentials). They are in no event: a row is there before an event names it, and
 * goes with the event that names another one in its place.
 */
export const credentialsMigration = (schema: string): Migration => ({
  name: 'Credentials1764000000131',
  statements: [
    `CREATE TABLE ${schema}.${credentialsTable} (
       credential_id uuid        PRIMARY KEY,
       job           text        NOT NULL,
       kind          text        NOT NULL CHECK (kind IN ('token', 'basic')),
       base_address  text        NOT NULL,
       format        smallint    NOT NULL,
       key_name      text        NOT NULL,
       wrapped_key   bytea       NOT NULL,
       nonce         bytea       NOT NULL,
       ciphertext    bytea       NOT NULL,
       created_at    timestamptz NOT NULL DEFAULT now()
     )`,
    `GRANT SELECT, INSERT, DELETE, UPDATE (key_name, wrapped_key)
       ON ${schema}.${credentialsTable} TO ${roleOf(schema)}`,
  ],
});

/** Credentials as they are stored. */
export interface SealedCredentials {
  readonly credentialId: string;
  readonly job: string;
  readonly kind: CredentialKind;
  readonly baseAddress: string;
  /** Of the encryption; what a release writes, later ones read. */
  readonly format: number;
  /** The key that the record's own key is wrapped under. */
  readonly keyName: string;
  readonly wrappedKey: Buffer;
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
}

export async function insertCredentials(sql: Sql, sealed: SealedCredentials): Promise<void> {
  const { credentialId, job, kind, baseAddress, format, keyName, wrappedKey, nonce, ciphertext } = sealed;
  await sql.query({
    name: 'insert credentials',
    text: `INSERT INTO ${credentialsTable}
        (credential_id, job, kind, base_address, format, key_name, wrapped_key, nonce, ciphertext)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [credentialId, job, kind, baseAddress, format, keyName, wrappedKey, nonce, ciphertext],
  });
}

const columns = `credential_id AS "credentialId", job, kind, base_address AS "baseAddress", format,
  key_name AS "keyName", wrapped_key AS "wrappedKey", nonce, ciphertext`;

export async function findCredentials(sql: Sql, credentialId: string): Promise<SealedCredentials | undefined> {
  const text = `SELECT ${columns} FROM ${credentialsTable} WHERE credential_id = $1`;
  return (await sql.query<SealedCredentials>({ name: 'find credentials', text, values: [credentialId] })).rows[0];
}

/** Those whose own key is wrapped under another key than this one. */
export async function credentialsUnderOtherKeys(sql: Sql, keyName: string): Promise<SealedCredentials[]> {
  const text = `SELECT ${columns} FROM ${credentialsTable} WHERE key_name <> $1 ORDER BY credential_id`;
  return (await sql.query<SealedCredentials>({ name: 'credentials under other keys', text, values: [keyName] })).rows;
}

/** Takes over a record's own key as it is wrapped anew; another process may have done it before. */
export async function rewrapCredential(
  sql: Sql,
  { credentialId, keyName }: SealedCredentials,
  anew: Pick<SealedCredentials, 'keyName' | 'wrappedKey'>,
): Promise<void> {
  await sql.query({
    name: 'rewrap credentials',
    text: `UPDATE ${credentialsTable} SET key_name = $3, wrapped_key = $4 WHERE credential_id = $1 AND key_name = $2`,
    values: [credentialId, keyName, anew.keyName, anew.wrappedKey],
  });
}

/** Forgets credentials that were replaced. */
export async function forgetCredentials(sql: Sql, job: string, credentialId: string): Promise<void> {
  const text = `DELETE FROM ${credentialsTable} c WHERE job = $1 AND credential_id = $2 AND ${unused}`;
  await sql.query({ name: 'forget credentials', text, values: [job, credentialId] });
}

/** Forgets credentials that were stored and never came into use: the process or the command failed in between. */
export async function forgetOrphans(sql: Sql): Promise<void> {
  const text = `DELETE FROM ${credentialsTable} c WHERE created_at < now() - interval '1 day' AND ${unused}`;
  await sql.query({ name: 'forget orphaned credentials', text });
}

const unused = `NOT EXISTS (SELECT FROM ${jobsTable} j WHERE j.job = c.job
  AND c.credential_id::text IN (active_credential->>'credentialId', standby_credential->>'credentialId'))`;
