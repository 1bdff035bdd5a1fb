import type { AccountOutcomeType, Difference } from '@waybill/contracts';
import type { Located } from './account-search';

/**
 * What an account that was found has gone through, in one word.
 *
 * @param lost the call of an earlier attempt whose answer was lost
 * @param forced an update was written although nothing differed
 */
export function outcomeTypeOf(
  how: Located['how'],
  differences: readonly Difference[],
  lost: string | null,
  forced = false,
): AccountOutcomeType {
  if (how === 'ours') return 'samanage.account-created';
  if (differences.length > 0) return changed(how, differences);
  return forced ? written[how] : asDesired(how, lost);
}

const written = { matched: 'samanage.account-linked', linked: 'samanage.account-updated' } as const;

function changed(how: keyof typeof written, differences: readonly Difference[]): AccountOutcomeType {
  const disabled = differences.find(({ name }) => name === 'disabled')?.newValue;
  if (disabled === 'true') return 'samanage.account-disabled';
  if (disabled === 'false' && how === 'linked') return 'samanage.account-enabled';
  return written[how];
}

/** Of an account that was not linked yet nobody knows what a lost call changed; that it was called is known. */
function asDesired(how: Located['how'], lost: string | null): AccountOutcomeType {
  if (how === 'matched' && lost === 'update') return 'samanage.account-linked';
  if (how === 'matched' && lost === 'disable') return 'samanage.account-disabled';
  return 'samanage.account-unchanged';
}
