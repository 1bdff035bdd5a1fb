import type { Difference, Remark } from '@waybill/contracts';
import { membersIn, sameValue, type Values } from './values';

/**
 * What has to be written so that an account or group becomes what it should be. A value that Samanage did not take over before
 * is not sent again (architecture §6).
 */
export function missingFrom(actual: Values, desired: Values, refused: Values): Values {
  const missing: Values = {};
  for (const member of membersIn(desired)) {
    const wanted = desired[member];
    if (wanted === undefined || sameValue(member, wanted, actual[member] ?? null)) continue;
    if (refused[member] === wanted) continue;
    missing[member] = wanted;
  }
  return missing;
}

/** How an account or group changed, member by member; `before` is null for one that was created. */
export function differencesBetween(before: Values | null, after: Values): Difference[] {
  return membersIn(before, after).flatMap((name) => {
    const oldValue = before?.[name] ?? null;
    const newValue = after[name] ?? null;
    const unchanged = before ? sameValue(name, oldValue, newValue) : newValue === null;
    return unchanged ? [] : [{ name, oldValue, newValue }];
  });
}

/** The members that were sent and do not stand in the answer: a 2xx does not prove that a field was taken over. */
export function notTakenOver(sent: Values, after: Values): Values {
  return Object.fromEntries(
    membersIn(sent).flatMap((member) => {
      const value = sent[member];
      return value === undefined || sameValue(member, value, after[member] ?? null) ? [] : [[member, value]];
    }),
  );
}

/** @param redacted members whose values are not told */
export const notTakenOverRemarks = (fields: Values, redacted: readonly string[]): Remark[] =>
  Object.entries(fields).map(([field, value]) => ({
    code: 'FieldNotTakenOver',
    field,
    text: `Samanage did not take over ${field} "${redactedIn(redacted, field, value) ?? ''}"; it is not sent again until it changes.`,
  }));

/** Differences as a log may show them: that a redacted value has changed is told, and not from what to what. */
export const redactedDifferences = (differences: readonly Difference[], redacted: readonly string[]): Difference[] =>
  differences.map(({ name, oldValue, newValue }) => ({
    name,
    oldValue: redactedIn(redacted, name, oldValue),
    newValue: redactedIn(redacted, name, newValue),
  }));

/** A value as a log may show it (entra-provisioning.md §4.2, `Redact`). */
export const redactedIn = (redacted: readonly string[], member: string, value: string | null): string | null =>
  value && redacted.includes(member) ? '[Redact]' : value;
