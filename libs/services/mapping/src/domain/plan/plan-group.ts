import type { DesiredValues } from '@waybill/contracts';
import type { CompiledObjectMapping, CompiledRules, Occasion } from '@waybill/provisioning-rules';
import { decideGroup } from '../decide-group';
import type { GroupState } from '../group-state';
import type { Match, TenantEntry } from './known-tenant';
import { type PlannedAttribute, type PlannedChange, planned, plannedAttribute } from './planned-change';

/** What draft rules would do to a group, compared with what was wanted of it last; writes nothing. */
export function planGroup(state: GroupState, rules: CompiledRules, occasion: Occasion): PlannedChange {
  const { evaluation, decision } = decideGroup(state, rules, occasion);
  switch (decision.kind) {
    case 'skipped':
      return planned('skip', [], decision.skipReason);
    case 'parked':
      return planned('park', [], `${decision.code}: ${decision.reason}`);
    case 'desired':
      if (decision.presence !== 'present') return leavingGroup(decision.presence, state);
      return presentGroup(state, evaluation?.wanted ?? nothing, rules);
  }
}

function leavingGroup(presence: 'absent' | 'unmanaged', { lastDesired }: GroupState): PlannedChange {
  if (lastDesired?.presence === presence) return planned('unchanged');
  return presence === 'absent' ? planned('delete') : planned('leave', [], 'left as it is');
}

interface Wanted {
  readonly values: Readonly<Record<string, string | null>>;
  readonly matching: readonly Match[];
  readonly redacted: readonly string[];
}

const nothing: Wanted = { values: {}, matching: [], redacted: [] };

const nothingAllowed = { create: false, update: false, delete: false };

function presentGroup(state: GroupState, wanted: Wanted, { groups }: CompiledRules): PlannedChange {
  const allowed = groups?.allowed ?? nothingAllowed;
  const before = valuesBefore(state);
  return before ? updating(before, wanted, allowed) : searching(wanted, allowed);
}

/** What a group is compared with; null for one that is to be looked for. One that was left alone comes back under its link. */
function valuesBefore({ lastDesired, samanageId, applied }: GroupState): DesiredValues['values'] | null {
  const before = lastDesired?.group?.values ?? {};
  if (lastDesired?.presence === 'present') return before;
  return samanageId === null ? null : (applied ?? before);
}

type Allowed = CompiledObjectMapping['allowed'];

function searching(wanted: Wanted, { create, update }: Allowed): PlannedChange {
  const attributes = changesOf({}, wanted);
  const search = {
    matching: wanted.matching,
    onNone: create ? planned('create', attributes) : vetoed('creating is switched off'),
    onOne: ({ name }: TenantEntry) =>
      update ? planned('link', changesOf({ name }, wanted)) : planned('link', [], 'updates are switched off'),
  };
  return { ...(create ? planned('createOrMatch', attributes) : search.onNone), search };
}

function updating(before: DesiredValues['values'], wanted: Wanted, { update }: Allowed): PlannedChange {
  if (!update) return vetoed('updates are switched off');
  const attributes = changesOf(before, wanted);
  return attributes.length === 0 ? planned('unchanged') : planned('update', attributes);
}

const vetoed = (reason: string): PlannedChange => planned('leave', [], reason);

function changesOf(before: DesiredValues['values'], { values, redacted }: Wanted): PlannedAttribute[] {
  return Object.entries(values).flatMap(([attribute, to]) => {
    const from = before[attribute] ?? null;
    return from === to ? [] : [plannedAttribute(attribute, { from, to }, redacted)];
  });
}
