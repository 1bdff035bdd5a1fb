import type { Switches } from '../switches';
import type { Account } from './account';
import { type Named, Unprocessable, type User } from './records';

/** Administrators and agents use up a licence (samanage-api.md §2.5). */
export const usesLicence = (role: Named): boolean => ['Administrator', 'Service Agent User'].includes(role.name);

/**
 * Says whether somebody may have a role who has `before` now, where he has an account at all. A disabled user uses up
 * no licence.
 *
 * @throws Unprocessable when it takes a licence and none is left
 */
export function assertLicence(
  account: Account,
  before: Pick<User, 'role' | 'disabled'> | undefined,
  after: Pick<User, 'role' | 'disabled'>,
  { licences }: Switches,
): void {
  if (licences === 0 || !isCounted(after) || (before && isCounted(before))) return;
  const used = [...account.users.values()].filter(isCounted).length;
  if (used >= licences) throw new Unprocessable({ role: ['no licenses are left'] });
}

const isCounted = ({ role, disabled }: Pick<User, 'role' | 'disabled'>): boolean => !disabled && usesLicence(role);
