import type { ChangeReceived, GroupChangeReceived } from '@waybill/contracts';
import { valuesOnUpdate, withManager } from './account/desired-account';
import { groupOnUpdate } from './group/group-values';
import { membersIn, sameValue, type Values } from './values';

/** One difference between Samanage and what was applied last. */
export interface Drift {
  /** `membership`: somebody whom we brought into a group is not in it any more. */
  readonly kind: 'changed' | 'missing' | 'membership';
  /** The Samanage member; of a membership the directory id of the person; null where the whole is missing. */
  readonly member: string | null;
  readonly applied: string | null;
  readonly actual: string | null;
  /** What the rules set; null where they set nothing. */
  readonly wanted: string | null;
  /** Who is right: what the rules do not set is Samanage's own affair. */
  readonly right: 'directory' | 'samanage';
}

/** What is known of an account or group before Samanage is looked at. */
export interface Expected {
  /** As Samanage answered last; null where it never did. */
  readonly applied: Values | null;
  /** Members that Samanage did not take over, with the value that was sent. */
  readonly refused: Values;
  /** What the rules set; null where they do not want it to be there. */
  readonly wanted: Values | null;
}

/**
 * How an account or group differs from what was applied last. A member that is as the rules want it is none, however it
 * became so, nor is one that Samanage refused to take over as it is still wanted.
 *
 * @param actual null for one that is gone
 */
export function driftOf({ applied, refused, wanted }: Expected, actual: Values | null): Drift[] {
  if (!actual) return [{ kind: 'missing', member: null, ...nothing, right: wanted ? 'directory' : 'samanage' }];
  if (!applied) return [];
  return membersIn(applied, actual).flatMap((member): Drift[] => {
    const values = { applied: applied[member] ?? null, actual: actual[member] ?? null };
    if (sameValue(member, values.applied, values.actual)) return [];
    const set = wanted?.[member];
    if (set === undefined) return [{ kind: 'changed', member, ...values, wanted: null, right: 'samanage' }];
    if (sameValue(member, set, values.actual) || refused[member] === set) return [];
    return [{ kind: 'changed', member, ...values, wanted: set, right: 'directory' }];
  });
}

const nothing = { applied: null, actual: null, wanted: null } as const;

/** Somebody who should be in a group, and was brought there, is not in it; by his directory id and name. */
export const lostMember = (userId: string, name: string | null): Drift => ({
  kind: 'membership',
  member: userId,
  applied: name,
  actual: null,
  wanted: name,
  right: 'directory',
});

/** Under what it is known that a whole account or group is gone: no member has an empty name. */
export const wholeSubject = '';

/**
 * What is worth telling: what Samanage is right about is told once, and known from then on.
 *
 * @param known the values of members that were told, by member
 */
export const newsIn = (drift: readonly Drift[], known: Values): Drift[] =>
  drift.filter(({ right, member, actual }) => {
    const told = known[member ?? wholeSubject];
    return right === 'directory' || told === undefined || !sameValue(member ?? wholeSubject, told, actual);
  });

type DesiredAccount = Pick<ChangeReceived['data'], 'presence' | 'account' | 'allowed'>;
type DesiredGroup = Pick<GroupChangeReceived['data'], 'presence' | 'group' | 'allowed'>;

/**
 * What the rules set of an account that looks like this; nothing, where they do not let it be changed.
 *
 * @param managerOf the e-mail address of a manager by his directory id; null for nobody, undefined where nothing can be said
 * @returns null where the account is left alone, or should not be
 */
export function accountWanted(
  { presence, account, allowed }: DesiredAccount,
  actual: Values,
  managerOf: (userId: string | null | undefined) => string | null | undefined,
): Values | null {
  if (presence !== 'enabled' && presence !== 'disabled') return null;
  if (!allowed.update) return {};
  const wanted = valuesOnUpdate(account, actual, { disabled: presence === 'disabled', manager: null });
  return withManager(wanted, managerOf(wanted.reports_to));
}

/** The same of a group. */
export function groupWanted({ presence, group, allowed }: DesiredGroup, actual: Values): Values | null {
  if (presence !== 'present') return null;
  return group && allowed.update ? groupOnUpdate(group, actual) : {};
}
