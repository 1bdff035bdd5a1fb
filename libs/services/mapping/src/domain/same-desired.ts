import type { DesiredValues } from '@waybill/contracts';
import type { LastDesiredGroup } from './group-state';
import type { LastDesired, SubjectState } from './subject-state';

/**
 * Whether nothing else is wanted than before, and what was wanted before is applied or on its way: then there is
 * nothing to tell. Abandoned by an admin, it would have to be told again.
 */
export function sameDesired(wanted: Omit<LastDesired, 'changeId'>, state: SubjectState): boolean {
  const { lastDesired, outcomeOf, lastOutcome } = state;
  if (lastDesired?.presence !== wanted.presence) return false;
  if (outcomeOf === lastDesired.changeId && lastOutcome === 'abandoned') return false;
  return isSame(lastDesired.allowed, wanted.allowed) && sameValues(lastDesired.account, wanted);
}

/** Where only the presence matters, the values do not. */
function sameValues(before: DesiredValues | null, { presence, account }: Omit<LastDesired, 'changeId'>): boolean {
  if (presence === 'absent' || presence === 'unmanaged') return true;
  return isSame(before, account);
}

/** Whether nothing else is wanted of a group than before. */
export function sameGroupDesired(wanted: LastDesiredGroup, before: LastDesiredGroup | null): boolean {
  if (before?.presence !== wanted.presence || !isSame(before.allowed, wanted.allowed)) return false;
  return wanted.presence !== 'present' || isSame(before.group, wanted.group);
}

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
