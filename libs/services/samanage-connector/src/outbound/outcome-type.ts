import type { AccountOutcomeType, Difference } from '@waybill/contracts';

/** What an account that was found has gone through, in one word. */
export function outcomeTypeOf(
  how: 'linked' | 'matched' | 'ours',
  differences: readonly Difference[],
): AccountOutcomeType {
  if (how === 'ours') return 'samanage.account-created';
  if (differences.length === 0) return 'samanage.account-unchanged';
  const disabled = differences.find(({ name }) => name === 'disabled')?.newValue;
  if (disabled === 'true') return 'samanage.account-disabled';
  if (how === 'matched') return 'samanage.account-linked';
  return disabled === 'false' ? 'samanage.account-enabled' : 'samanage.account-updated';
}
