import type { CompiledRules, Evaluation, Occasion } from '@waybill/provisioning-rules';
import type { GroupPresence, GroupState } from './group-state';

/** What an evaluation of a group comes to, before it is said of a change. */
export type GroupDecision =
  | { readonly kind: 'desired'; readonly presence: GroupPresence }
  | { readonly kind: 'skipped'; readonly skipReason: string }
  | { readonly kind: 'parked'; readonly code: string; readonly reason: string };

const desired = (presence: GroupPresence): GroupDecision => ({ kind: 'desired', presence });
const skipped = (skipReason: string): GroupDecision => ({ kind: 'skipped', skipReason });

/** What the rules say of a group as it was told last, and what that comes to; writes nothing. */
export function decideGroup(
  state: GroupState,
  rules: CompiledRules,
  occasion: Occasion,
): { readonly evaluation: Evaluation | null; readonly decision: GroupDecision } {
  const wantedBefore = state.lastDesired !== null;
  // Switched off, groups are left as they are.
  const off = wantedBefore ? desired('unmanaged') : skipped('GroupsNotMapped');
  if (!rules.groups?.enabled) return { evaluation: null, decision: off };
  const told = state.resource && { resource: state.resource, memberOf: [] };
  const evaluation = told && rules.groups.evaluate(told, occasion);
  return { evaluation, decision: wantedBefore ? later(evaluation, rules) : first(evaluation) };
}

function first(evaluation: Evaluation | null): GroupDecision {
  if (!evaluation) return skipped('NotEffectivelyEntitled');
  if (!evaluation.matchable) return skipped('ImportSkipped');
  if (evaluation.ignored) return skipped('ObjectIgnored');
  return evaluation.scope.entitled ? presentOrParked(evaluation) : skipped('NotEffectivelyEntitled');
}

/** Whatever is decided of a group that was wanted is told as a desired state (architecture §1). */
function later(evaluation: Evaluation | null, { settings, groups }: CompiledRules): GroupDecision {
  const gone = desired(groups?.allowed.delete ? 'absent' : 'unmanaged');
  if (!evaluation) return gone;
  if (evaluation.ignored || evaluation.scope.heldBack) return desired('unmanaged');
  if (evaluation.scope.entitled) return presentOrParked(evaluation);
  // A group cannot be disabled; one that left the scope goes only where the job says delete.
  return settings.outOfScopeAction === 'delete' ? gone : desired('unmanaged');
}

const presentOrParked = ({ problem }: Evaluation): GroupDecision =>
  problem ? { kind: 'parked', ...problem } : desired('present');
