import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const kept = z.object({ seed: z.string(), jobId: z.uuid(), servicePrincipalId: z.uuid(), tokenId: z.uuid() });

/** The ids and tokens of one data folder: made at its first start, the same ever after. */
export interface LocalIdentity {
  readonly jobId: string;
  readonly servicePrincipalId: string;
  /** Id of the SCIM token. */
  readonly tokenId: string;
  readonly scimToken: string;
  readonly apiToken: string;
  readonly samanageToken: string;
  /** What saved credentials are encrypted under, as `SAMANAGE_CREDENTIAL_KEYS` has it. */
  readonly credentialKeys: string;
  /** The database password of a service that runs as a process of its own. */
  passwordOf(service: string): string;
}

/**
 * Reads the identity of a data folder, or makes it. Tokens are not stored: they follow from a random seed that only
 * the folder's owner can read, and the services know their digests.
 */
export function localIdentity(folder: string): LocalIdentity {
  const file = join(folder, 'identity.json');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    const made = {
      seed: randomBytes(32).toString('base64url'),
      jobId: randomUUID(),
      servicePrincipalId: randomUUID(),
      tokenId: randomUUID(),
    };
    writeFileSync(`${file}.new`, JSON.stringify(made, null, 2), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  const { seed, ...ids } = kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  const token = (purpose: string) => createHmac('sha256', seed).update(purpose).digest('base64url');
  return {
    ...ids,
    scimToken: `wb_scim_${token('scim')}`,
    apiToken: `wb_api_${token('api')}`,
    samanageToken: token('samanage'),
    credentialKeys: `local:${token('credentials')}`,
    passwordOf: (service) => token(`database ${service}`),
  };
}

/** What the services keep of a token. */
export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');
