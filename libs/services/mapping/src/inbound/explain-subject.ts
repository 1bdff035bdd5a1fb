import type { DesiredValues } from '@waybill/contracts';
import type {
  CompiledObjectMapping,
  CompiledRules,
  Evaluation,
  Occasion,
  ScopeVerdict,
  Told,
  Wanted,
} from '@waybill/provisioning-rules';
import { decideGroup } from '../domain/decide-group';
import { decideUser } from '../domain/desired-presence';
import type { GroupState } from '../domain/group-state';
import type { SubjectType } from '../domain/mapping-reads';
import type { RulesInForce } from '../domain/rules-in-force';
import { groupScopingStep, scopingStep } from '../domain/steps';
import type { SubjectState } from '../domain/subject-state';

interface Explained {
  readonly id: string;
  readonly type: SubjectType;
  readonly state: SubjectState | GroupState;
  readonly memberOf: readonly string[];
}

/** Says what the rules in force make of a subject as he was told last, and how; changes nothing. */
export function explainSubject(subject: Explained, { version, compiled }: RulesInForce, occasion: Occasion): object {
  const { id, type, state, memberOf } = subject;
  const { evaluation, decision } = decide(subject, compiled, occasion);
  return {
    subject: { id, type, displayName: state.displayName, directoryVersion: state.directoryVersion },
    rulesVersion: version,
    scope: scopeOf(type, compiled, evaluation),
    ...stepsOf(mappingFor(type, compiled), { resource: state.resource, memberOf }, occasion),
    matching: masked(evaluation?.wanted ?? null)?.matching ?? [],
    decision: { ...decision, problem: evaluation?.problem ?? null },
    lastDesired: lastDesiredOf(state),
    ...knownOf(state),
  };
}

const decide = ({ type, state, memberOf }: Explained, rules: CompiledRules, occasion: Occasion) =>
  type === 'User'
    ? decideUser(state as SubjectState, memberOf, rules, occasion)
    : decideGroup(state as GroupState, rules, occasion);

const mappingFor = (type: SubjectType, { users, groups }: CompiledRules) => (type === 'User' ? users : groups);

function scopeOf(type: SubjectType, { groups }: CompiledRules, evaluation: Evaluation | null): object {
  const verdict = evaluation?.scope ?? null;
  const step = type === 'User' ? scopingStep(verdict) : groupScopingStep(groups?.enabled === true, verdict);
  return { ...step, assigned: assignedIn(verdict) };
}

/** What each clause of the filter says, and how each attribute comes to be; nothing of one who was deleted. */
function stepsOf(
  mapping: CompiledObjectMapping | undefined,
  { resource, memberOf }: Pick<SubjectState, 'resource'> & Pick<Told, 'memberOf'>,
  occasion: Occasion,
) {
  if (!resource || !mapping) return { clauses: [], mapping: [] };
  const told = { resource, memberOf };
  return { clauses: mapping.explainScope(told, occasion), mapping: mapping.explain(told, occasion) };
}

/** What is known of the account or group at Samanage. */
function knownOf({ samanageId, applied, waiting, lastDesired, isAbandoned }: SubjectState | GroupState) {
  const wanted = lastDesired && ('account' in lastDesired ? lastDesired.account : lastDesired.group);
  return { samanageId, applied: applied && maskedTexts(applied, wanted?.redacted ?? []), waiting, isAbandoned };
}

function lastDesiredOf({ lastDesired }: SubjectState | GroupState): object | null {
  if (!lastDesired) return null;
  return 'account' in lastDesired
    ? { ...lastDesired, account: masked(lastDesired.account) }
    : { ...lastDesired, group: masked(lastDesired.group) };
}

/** What no log may show is shown here neither. */
function masked<W extends Wanted | DesiredValues>(wanted: W | null): W | null {
  if (!wanted || wanted.redacted.length === 0) return wanted;
  const { values, onCreation, ifEmpty, matching, redacted } = wanted;
  return {
    ...wanted,
    values: maskedTexts(values, redacted),
    onCreation: maskedTexts(onCreation, redacted),
    ifEmpty: maskedTexts(ifEmpty, redacted),
    matching: matching.map((each) => (redacted.includes(each.attribute) ? { ...each, value: redaction } : each)),
  };
}

const redaction = '[Redact]';

const maskedTexts = (texts: Readonly<Record<string, string | null>>, redacted: readonly string[]) =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, text && redacted.includes(name) ? redaction : text]),
  );

/** Unassigned, disabled and soft-deleted all arrive as `active` false, so that it is not known which it is. */
function assignedIn(verdict: ScopeVerdict | null): { verdict: 'true' | 'false' | 'unknown'; reason: string } {
  if (!verdict?.active) {
    const reason = 'SCIM tells unassigned, disabled and soft-deleted alike, as active false (or the user was deleted)';
    return { verdict: 'unknown', reason };
  }
  return verdict.hasRole === false
    ? { verdict: 'false', reason: 'no app role, or Default Access alone' }
    : { verdict: 'true', reason: 'pushed by Azure AD and active' };
}
