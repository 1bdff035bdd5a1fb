import { DomainError } from '@waybill/decider';
import type { ConnectedJob } from '../domain/connected-job';
import type { Connections, Credentials, TestedAddress } from '../domain/connections';
import type { CredentialKind } from '../domain/job-state';
import type { SecretSet } from './secret-set';

/** Credentials that a set brings, and where they are to be used. */
export interface WantedCredentials {
  readonly credentials: Credentials;
  readonly at: TestedAddress;
}

const invalid = (code: string, message: string) => new DomainError('invalid', `samanage-connector.${code}`, message);

/**
 * What a set brings beyond what a job uses already.
 *
 * @returns undefined for a set that brings no secret: then everything stays as it is
 * @throws DomainError `invalid`
 */
export function wantedCredentials(
  set: SecretSet,
  { active }: ConnectedJob,
  connections: Connections,
): WantedCredentials | undefined {
  const used = active ?? connections.configured ?? notConfigured;
  const { baseAddress: before } = used;
  const baseAddress = set.baseAddress === undefined ? null : connections.checkedAddress(set.baseAddress);
  const credentials = credentialsIn(set, used.kind);
  if (credentials) return { credentials, at: { baseAddress, before } };
  // A token is sent to no other address than the one it was entered for.
  if (baseAddress !== null && baseAddress !== before) throw tokenMissing(before);
  return undefined;
}

const notConfigured = { kind: null, baseAddress: null };

function tokenMissing(before: string | null): DomainError {
  const why = before === null ? 'There is no token yet' : 'For another BaseAddress the token has to be entered again';
  return invalid('token-missing', `${why}: send SecretToken with it.`);
}

function credentialsIn({ token, basic }: SecretSet, used: CredentialKind | null): Credentials | undefined {
  if (token && basic) throw invalid('secrets-invalid', 'A set holds a SecretToken, or a UserName with its Password.');
  if (token) return { kind: 'token', secret: token };
  if (!basic) return undefined;
  if (used !== 'basic') throw notOffered;
  return { kind: 'basic', secret: basic };
}

const notOffered = invalid(
  'basic-not-offered',
  'User name and password are not offered any more: generate a token at Samanage as an administrator ' +
    '(Setup > Users & Groups > Users > your own > Actions > Generate JSON Web Token) and send it as SecretToken.',
);
