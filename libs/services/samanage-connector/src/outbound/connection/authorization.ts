import type { Credentials } from '../../domain/connections';
import type { TransportOptions } from '../api/samanage-transport';

/** The header that proves who calls (samanage-api.md §1.3); of `basic`, the secret is `user:password`. */
export function authorizationOf({ kind, secret }: Credentials): TransportOptions['authorization'] {
  if (kind === 'token') return ['X-Samanage-Authorization', `Bearer ${secret.reveal()}`];
  return ['Authorization', `Basic ${Buffer.from(secret.reveal(), 'utf8').toString('base64')}`];
}
