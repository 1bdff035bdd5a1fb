import type { AccountValues } from '../../domain/account/account-members';
import { notTakenOver } from '../../domain/differences';
import type { Located } from './account-search';

/** A write to Samanage; what is on its way when a worker is lost has one of these names. */
export type Write = 'create' | 'update' | 'disable' | 'delete';

/** What was made by a lost create is told as one create, however many calls complete it. */
export function writeThatCompletes(how: Located['how'], missing: AccountValues): Write {
  if (how === 'ours') return 'create';
  return missing.disabled === 'true' ? 'disable' : 'update';
}

/** What Samanage did not take over before, is still wanted, and is still not there. */
export function stillRefused(refused: AccountValues, desired: AccountValues, actual: AccountValues): AccountValues {
  const wanted = Object.entries(refused).filter(([member, value]) => desired[member] === value);
  return notTakenOver(Object.fromEntries(wanted), actual);
}
