import type { Cause, DesiredValues } from '@waybill/contracts';
import type { LastDesiredGroup } from './group-state';
import type { LastDesired } from './subject-state';

/** Whether nothing else is wanted of a user than before; whether that was reached is another question. */
export function sameDesired(wanted: Omit<LastDesired, 'changeId'>, before: LastDesired | null): boolean {
  if (before?.presence !== wanted.presence) return false;
  return isSame(before.allowed, wanted.allowed) && sameValues(before.account, wanted);
}

/** Where only the presence matters, the values do not. */
function sameValues(before: DesiredValues | null, { presence, account }: Omit<LastDesired, 'changeId'>): boolean {
  if (presence === 'absent' || presence === 'unmanaged') return true;
  return isSame(before, account);
}

/** Whether nothing else is wanted of a group than before. */
export function sameGroupDesired(wanted: Omit<LastDesiredGroup, 'changeId'>, before: LastDesiredGroup | null): boolean {
  if (before?.presence !== wanted.presence || !isSame(before.allowed, wanted.allowed)) return false;
  return wanted.presence !== 'present' || isSame(before.group, wanted.group);
}

/**
 * Whether an evaluation passes on what it wants, though that is the same as before: what the directory wrote always is,
 * and what an admin asked for, so that the connector compares it with Samanage. What an admin gave up is tried again
 * where a cycle evaluates everybody under the same rules as before, which is what a restart is.
 */
export function passesOnTheSame(
  { cause, rulesVersion }: { readonly cause: Cause; readonly rulesVersion: number },
  before: { readonly isAbandoned: boolean; readonly rulesVersion: number },
): boolean {
  if (cause === 'directory' || cause === 'on-demand') return true;
  return before.isAbandoned && cause === 'cycle' && rulesVersion === before.rulesVersion;
}

/** Why nothing is done, where nothing else is wanted than what an admin gave up. */
export const abandonedReason = 'Abandoned';

/** Plain JSON, whatever the order of its members: a state that was stored has its own. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const names = Object.keys(left);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isSame(left[name], right[name]))
  );
}
