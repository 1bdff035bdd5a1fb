import type { Difference, Remark } from '@waybill/contracts';
import { accountMembers, type AccountValues, sameValue } from './account-members';

/**
 * What has to be written so that an account becomes what it should be. A value that Samanage did not take over before
 * is not sent again (architecture §6).
 */
export function missingFrom(actual: AccountValues, desired: AccountValues, refused: AccountValues): AccountValues {
  const missing: AccountValues = {};
  for (const member of accountMembers) {
    const wanted = desired[member];
    if (wanted === undefined || sameValue(member, wanted, actual[member] ?? null)) continue;
    if (refused[member] === wanted) continue;
    missing[member] = wanted;
  }
  return missing;
}

/** How an account changed, member by member; `before` is null for one that was created. */
export function differencesBetween(before: AccountValues | null, after: AccountValues): Difference[] {
  return accountMembers.flatMap((name) => {
    const oldValue = before?.[name] ?? null;
    const newValue = after[name] ?? null;
    const unchanged = before ? sameValue(name, oldValue, newValue) : newValue === null;
    return unchanged ? [] : [{ name, oldValue, newValue }];
  });
}

/** The members that were sent and do not stand in the answer: a 2xx does not prove that a field was taken over. */
export function notTakenOver(sent: AccountValues, after: AccountValues): AccountValues {
  return Object.fromEntries(
    accountMembers.flatMap((member) => {
      const value = sent[member];
      return value === undefined || sameValue(member, value, after[member] ?? null) ? [] : [[member, value]];
    }),
  );
}

export const notTakenOverRemarks = (fields: AccountValues): Remark[] =>
  Object.entries(fields).map(([field, value]) => ({
    code: 'FieldNotTakenOver',
    field,
    text: `Samanage did not take over ${field} "${value ?? ''}"; it is not sent again until it changes.`,
  }));
