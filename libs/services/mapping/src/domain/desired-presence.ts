import type { DesiredValues } from '@waybill/contracts';
import type { CompiledRules, Evaluation, Occasion } from '@waybill/provisioning-rules';
import type { Presence, SubjectState } from './subject-state';

/** What an evaluation comes to, before it is said of a change (entra-provisioning.md §2.4, §2.5). */
export type Decision =
  | { readonly kind: 'desired'; readonly presence: Presence }
  | { readonly kind: 'skipped'; readonly skipReason: SkipReason }
  | { readonly kind: 'parked'; readonly code: string; readonly reason: string };

export type SkipReason = 'ImportSkipped' | 'NotEffectivelyEntitled' | 'ObjectIgnored';

/** What the rules say of a user as he was told last, and what that comes to; writes nothing. */
export function decideUser(
  state: SubjectState,
  memberOf: readonly string[],
  rules: CompiledRules,
  occasion: Occasion,
): { readonly evaluation: Evaluation | null; readonly decision: Decision } {
  const evaluation = state.resource && rules.users.evaluate({ resource: state.resource, memberOf }, occasion);
  const decision = state.lastDesired ? laterDecision(evaluation, rules) : firstDecision(evaluation);
  return { evaluation, decision };
}

/** The account that goes with a presence; also where the rules can no longer say what else it should be. */
export function accountFor(
  presence: Presence,
  evaluation: Evaluation | null,
  { lastDesired }: SubjectState,
): DesiredValues | null {
  const before = lastDesired?.account ?? null;
  if (presence === 'absent') return namelessOf(before);
  return presence === 'unmanaged' ? null : ((evaluation?.wanted as DesiredValues | null | undefined) ?? before);
}

/** Of an account that goes it is still to be known what no log may show; there is nothing else to say of it. */
function namelessOf(account: DesiredValues | null): DesiredValues | null {
  if (!account || account.redacted.length === 0) return null;
  const { redacted } = account;
  return { values: {}, onCreation: {}, ifEmpty: {}, alwaysSent: [], matching: [], redacted };
}

/** Decides for somebody of whom nothing was wanted so far: whoever is not entitled is left alone. */
export function firstDecision(evaluation: Evaluation | null): Decision {
  if (!evaluation) return { kind: 'skipped', skipReason: 'NotEffectivelyEntitled' };
  if (!evaluation.matchable) return { kind: 'skipped', skipReason: 'ImportSkipped' };
  if (evaluation.ignored) return { kind: 'skipped', skipReason: 'ObjectIgnored' };
  // A disabled user is never created.
  const wanted = evaluation.scope.entitled && evaluation.enabled !== false;
  return wanted ? enabledOrParked(evaluation) : { kind: 'skipped', skipReason: 'NotEffectivelyEntitled' };
}

/**
 * Decides for somebody whose account was wanted and may have come to be: whatever is decided is told as a desired
 * state, so that it replaces one that has not been applied.
 *
 * @param evaluation null for one who was deleted for good
 */
export function laterDecision(evaluation: Evaluation | null, rules: CompiledRules): Decision {
  if (!evaluation) return desired(rules.users.allowed.delete ? 'absent' : 'unmanaged');
  if (evaluation.ignored || evaluation.scope.heldBack) return desired('unmanaged');
  const presence = evaluation.scope.entitled ? presenceInScope(evaluation) : presenceOutside(evaluation, rules);
  if (presence !== 'enabled') return desired(presence);
  if (!evaluation.matchable) return matchingEmpty;
  return enabledOrParked(evaluation);
}

const desired = (presence: Presence): Decision => ({ kind: 'desired', presence });

const matchingEmpty: Decision = { kind: 'parked', code: 'MissingValues', reason: 'the matching attribute is empty' };

const presenceInScope = ({ enabled }: Evaluation): Presence => (enabled === false ? 'disabled' : 'enabled');

/**
 * Whoever is inactive was unassigned, disabled or deleted in the directory, and the mapping of `active` says what that
 * does. For an active person who left the scope of the rules, the job says it.
 */
function presenceOutside(evaluation: Evaluation, { settings, users }: CompiledRules): Presence {
  const action = evaluation.scope.active ? settings.outOfScopeAction : 'disable';
  if (action === 'nothing') return 'unmanaged';
  if (action === 'delete') return users.allowed.delete ? 'absent' : 'unmanaged';
  if (evaluation.enabled === null) return 'unmanaged';
  return evaluation.enabled ? 'enabled' : 'disabled';
}

const enabledOrParked = ({ problem }: Evaluation): Decision =>
  problem ? { kind: 'parked', ...problem } : desired('enabled');
