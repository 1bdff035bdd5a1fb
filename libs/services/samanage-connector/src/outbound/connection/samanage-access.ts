import type { Sql } from '@waybill/event-log';
import { Secret } from '@waybill/runtime';
import type { Connection } from '../../domain/connections';
import { baseUrlOf, regions, type SamanageConnectorConfig } from '../../samanage-connector.config';
import { SamanageTransport } from '../api/samanage-transport';
import { CredentialVault } from '../credentials/credential-vault';
import { KeyRing } from '../credentials/key-ring';
import { EgressGuard } from '../egress/egress-guard';
import type { Resolve } from '../egress/public-lookup';
import { authorizationOf } from './authorization';

/** What an installation reaches Samanage with. */
export interface SamanageAccess {
  readonly vault: CredentialVault;
  readonly guard: EgressGuard;
  /** What the operator configured for jobs without credentials of their own. */
  readonly configured: Connection | undefined;
  /** The address of each region. */
  readonly regions: Readonly<Record<string, string>>;
  readonly timeoutMilliseconds: number;
  /** Calls that a job may have under way at once. */
  readonly connections: number;
}

/** @param resolve how host names become addresses; that of the system unless given */
export function samanageAccess(config: SamanageConnectorConfig, sql: Sql, resolve?: Resolve): SamanageAccess {
  const { url, credentialKeys, allowedHosts, allowPrivateAddresses, timeoutSeconds, workers } = config;
  return {
    vault: new CredentialVault(sql, new KeyRing(credentialKeys)),
    guard: new EgressGuard({
      allowedHosts,
      allowPrivateAddresses: allowPrivateAddresses === 'true',
      trusted: url,
      ...(resolve ? { resolve } : {}),
    }),
    configured: configuredConnection(config),
    regions,
    timeoutMilliseconds: timeoutSeconds * 1_000,
    connections: workers,
  };
}

function configuredConnection(config: SamanageConnectorConfig): Connection | undefined {
  const baseAddress = baseUrlOf(config).replace(/\/+$/, '');
  const { token, user, password } = config;
  if (token) return { kind: 'token', baseAddress, secret: token };
  if (user === undefined || !password) return undefined;
  return { kind: 'basic', baseAddress, secret: new Secret(`${user}:${password.reveal()}`) };
}

/** A transport that connects to allowed addresses alone. */
export function guardedTransport(
  { baseAddress, ...credentials }: Connection,
  { guard, timeoutMilliseconds, connections }: Pick<SamanageAccess, 'guard' | 'timeoutMilliseconds' | 'connections'>,
  connect = guard.connector(timeoutMilliseconds),
): SamanageTransport {
  const authorization = authorizationOf(credentials);
  return new SamanageTransport({ baseUrl: baseAddress, authorization, timeoutMilliseconds, connections, connect });
}
