import type { DesiredValues } from '@waybill/contracts';
import type { CompiledObjectMapping, CompiledRules, Occasion } from '@waybill/provisioning-rules';
import { decideGroup } from '../decide-group';
import type { GroupState, LastDesiredGroup } from '../group-state';
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
  readonly redacted: readonly string[];
}

const nothing: Wanted = { values: {}, redacted: [] };

function presentGroup({ lastDesired }: GroupState, wanted: Wanted, { groups }: CompiledRules): PlannedChange {
  if (lastDesired?.presence === 'present') return updating(lastDesired, wanted, groups?.allowed);
  return groups?.allowed.create ? planned('createOrMatch', changesOf({}, wanted)) : vetoed('creating is switched off');
}

function updating(
  { group }: LastDesiredGroup,
  wanted: Wanted,
  allowed: CompiledObjectMapping['allowed'] | undefined,
): PlannedChange {
  if (!allowed?.update) return vetoed('updates are switched off');
  const attributes = changesOf(group?.values ?? {}, wanted);
  return attributes.length === 0 ? planned('unchanged') : planned('update', attributes);
}

const vetoed = (reason: string): PlannedChange => planned('leave', [], reason);

function changesOf(before: DesiredValues['values'], { values, redacted }: Wanted): PlannedAttribute[] {
  return Object.entries(values).flatMap(([attribute, to]) => {
    const from = before[attribute] ?? null;
    return from === to ? [] : [plannedAttribute(attribute, { from, to }, redacted)];
  });
}
