import type { DesiredValues } from '@waybill/contracts';
import type { CompiledRules, Occasion } from '@waybill/provisioning-rules';
import { decideGroup } from '../decide-group';
import type { GroupState } from '../group-state';
import { type PlannedAttribute, type PlannedChange, planned } from './planned-change';

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
      return presentGroup(state, evaluation?.wanted?.values ?? {}, rules);
  }
}

function leavingGroup(presence: 'absent' | 'unmanaged', { lastDesired }: GroupState): PlannedChange {
  if (lastDesired?.presence === presence) return planned('unchanged');
  return presence === 'absent' ? planned('delete') : planned('leave', [], 'left as it is');
}

type Values = DesiredValues['values'];

function presentGroup({ lastDesired }: GroupState, values: Values, { groups }: CompiledRules): PlannedChange {
  if (lastDesired?.presence === 'present') {
    const attributes = changesOf(lastDesired.group?.values ?? {}, values);
    return attributes.length === 0 ? planned('unchanged') : planned('update', attributes);
  }
  if (!groups?.allowed.create) return planned('leave', [], 'creating is switched off');
  return planned('createOrMatch', changesOf({}, values));
}

const changesOf = (before: Values, values: Values): PlannedAttribute[] =>
  Object.entries(values).flatMap(([attribute, to]) => {
    const from = before[attribute] ?? null;
    return from === to ? [] : [{ attribute, from, to }];
  });
