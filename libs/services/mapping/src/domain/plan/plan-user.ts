import type { DesiredValues } from '@waybill/contracts';
import type { CompiledRules, Occasion } from '@waybill/provisioning-rules';
import { accountFor, decideUser } from '../desired-presence';
import type { Presence, SubjectState } from '../subject-state';
import type { TenantEntry } from './known-tenant';
import { type PlannedAttribute, type PlannedChange, planned, plannedAttribute } from './planned-change';

/** What draft rules would do to a user, compared with what was last applied to his account; writes nothing. */
export function planUser(
  state: SubjectState,
  memberOf: readonly string[],
  rules: CompiledRules,
  occasion: Occasion,
): PlannedChange {
  // Whom only an older release took in is evaluated when the directory writes him again.
  if (!state.takenIn) return planned('unchanged');
  const { evaluation, decision } = decideUser(state, memberOf, rules, occasion);
  switch (decision.kind) {
    case 'skipped':
      return planned('skip', [], decision.skipReason);
    case 'parked':
      return planned('park', [], `${decision.code}: ${decision.reason}`);
    case 'desired': {
      const account = accountFor(decision.presence, evaluation, state);
      return toPresence[decision.presence](state, account, rules.users.allowed);
    }
  }
}

type Allowed = CompiledRules['users']['allowed'];

const toPresence: Readonly<
  Record<Presence, (state: SubjectState, account: DesiredValues | null, allowed: Allowed) => PlannedChange>
> = {
  unmanaged: leaving,
  absent: (state) => planned(isThere(state) ? 'delete' : 'unchanged'),
  disabled: (state, account, allowed) =>
    allowed.update ? disabling(state, account) : planned('leave', [], 'updates are switched off'),
  enabled: (state, account, allowed) =>
    state.samanageId === null ? creating(state, account, allowed) : enabling(state, account, allowed),
};

function leaving({ lastDesired }: SubjectState): PlannedChange {
  return lastDesired?.presence === 'unmanaged' ? planned('unchanged') : planned('leave', [], 'left as it is');
}

/** There is an account, or one is on its way; one whose deletion is on its way is as good as gone. */
const isThere = ({ samanageId, lastDesired }: SubjectState): boolean =>
  lastDesired?.presence !== 'absent' && (samanageId !== null || lastDesired?.presence === 'enabled');

/** Disabled, or about to be: what is on its way is nothing that new rules would do. */
function isDisabled({ applied, lastDesired }: SubjectState): boolean {
  if (lastDesired?.presence === 'disabled' && lastDesired.allowed.update) return true;
  return applied ? applied['disabled'] === 'true' : lastDesired?.presence !== 'enabled';
}

function disabling(state: SubjectState, account: DesiredValues | null): PlannedChange {
  if (isDisabled(state)) return state.samanageId === null ? planned('unchanged') : updating(state, account);
  return planned('disable', [...differences(state, account), { attribute: 'active', from: 'True', to: 'False' }]);
}

function creating({ lastDesired }: SubjectState, account: DesiredValues | null, allowed: Allowed): PlannedChange {
  if (lastDesired?.presence !== 'enabled' || !lastDesired.account) {
    return searching(account, allowed, changesOf({}, account, true));
  }
  // A creation is on its way: the plan tells what it would be besides.
  const attributes = changesOf(valuesOf(lastDesired.account), account);
  return attributes.length === 0 ? planned('unchanged') : searching(account, allowed, attributes);
}

function searching(
  account: DesiredValues | null,
  { create, update }: Allowed,
  attributes: readonly PlannedAttribute[],
): PlannedChange {
  const vetoed = planned('leave', [], 'creating is switched off');
  const search = {
    matching: account?.matching ?? [],
    onNone: create ? planned('create', attributes) : vetoed,
    onOne: (found: TenantEntry) =>
      update ? planned('link', onLinking(found, account)) : planned('link', [], 'updates are switched off'),
  };
  return { ...(create ? planned('createOrMatch', attributes) : vetoed), search };
}

/** What is written to one that is found; of what it has, address, name and state alone are known. */
function onLinking({ email, name, disabled }: TenantEntry, account: DesiredValues | null): PlannedAttribute[] {
  const known = { email, name };
  const written = account && { ...account, ifEmpty: {} };
  const enabled = disabled ? [{ attribute: 'active', from: 'False', to: 'True' }] : [];
  return [...changesOf(known, written), ...enabled];
}

function enabling(state: SubjectState, account: DesiredValues | null, { update }: Allowed): PlannedChange {
  if (!update) return planned('leave', [], 'updates are switched off');
  if (!isDisabled(state)) return updating(state, account);
  return planned('enable', [...differences(state, account), { attribute: 'active', from: 'False', to: 'True' }]);
}

function updating(state: SubjectState, account: DesiredValues | null): PlannedChange {
  const attributes = differences(state, account);
  return attributes.length === 0 ? planned('unchanged') : planned('update', attributes);
}

/** Samanage tells a manager by his address, and the rules by his directory id: ids are compared with ids. */
function differences({ applied, lastDesired }: SubjectState, account: DesiredValues | null): PlannedAttribute[] {
  const before = { ...applied, ...managerIn(lastDesired?.account ?? null) };
  return changesOf(before, account);
}

function managerIn(account: DesiredValues | null): Record<string, string | null> {
  const manager = account?.values['reports_to'];
  return manager === undefined ? {} : { reports_to: manager };
}

/** What one that is created has: a null leaves what is written on creation alone. */
const valuesOf = ({ values, onCreation, ifEmpty }: DesiredValues): Record<string, string | null> => ({
  ...values,
  ...ifEmpty,
  ...onCreation,
  ...Object.fromEntries(Object.entries(values).filter(([, text]) => text !== null)),
});

/** E-mail addresses are equal in any case at Samanage. */
const same = (attribute: string, one: string | null, other: string | null): boolean =>
  attribute === 'email' ? one?.toLowerCase() === other?.toLowerCase() : one === other;

function changesOf(
  before: Readonly<Record<string, string | null>>,
  account: DesiredValues | null,
  onCreation = false,
): PlannedAttribute[] {
  if (!account) return [];
  const wanted = onCreation ? valuesOf(account) : { ...whereEmpty(before, account), ...account.values };
  return Object.entries(wanted).flatMap(([attribute, to]) => {
    const from = before[attribute] || null;
    return same(attribute, from, to) ? [] : [plannedAttribute(attribute, { from, to }, account.redacted)];
  });
}

const whereEmpty = (before: Readonly<Record<string, string | null>>, { ifEmpty }: DesiredValues) =>
  Object.fromEntries(Object.entries(ifEmpty).filter(([attribute]) => !before[attribute]));
