import type { Values } from '../../domain/values';
import { SamanageFailure } from '../api/samanage-failure';

/** What is known of a Samanage account as a whole when something is written there. */
export interface KnownTenant {
  /** Whether a user is the one whose token we use; nobody is where Samanage does not say. */
  isOwner(userId: number): Promise<boolean>;
  /** Whether there is a role of this name; one that was not there lately is looked for again. */
  hasRole(name: string): Promise<boolean>;
}

/**
 * A role that does not exist must stop the write, for without one an account may get a role that is paid for
 * (samanage-api.md §2.5, §8.6).
 *
 * @throws SamanageFailure `refused` when what is to be sent names a role that there is not
 */
export async function assertRole({ role }: Values, tenant: KnownTenant): Promise<void> {
  if (!role || (await tenant.hasRole(role))) return;
  throw new SamanageFailure('refused', 'UnprocessableEntity', `Samanage has no role "${role}"`);
}
