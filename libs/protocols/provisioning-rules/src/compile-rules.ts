import type { Resource } from './attribute-path';
import { type CompiledMapping, compileMapping } from './compile-mapping';
import { findingsOf } from './rule-findings';
import type { RuleSet } from './rule-set';
import { type Account, accountMembers } from './samanage-account';
import { compileSourceAttribute } from './source-attribute';

/** Why the rules could not say what an account should be, with a code of entra-provisioning.md §6.4. */
export interface EvaluationProblem {
  readonly code: 'MandatoryFieldsMissing';
  readonly reason: string;
}

interface Considered {
  /** Whether the directory calls the person active; false for unassigned, disabled and soft-deleted alike. */
  readonly active: boolean;
  /** Whether there is a value by which an existing account could be found. */
  readonly matchable: boolean;
  /** Each mapped member with what its value was taken from. */
  readonly sources: Readonly<Record<string, string>>;
}

/** What the rules say of one person: the whole account, or why there is none. Plain JSON. */
export type Evaluation =
  | (Considered & { readonly account: Account; readonly problem: null })
  | (Considered & { readonly account: null; readonly problem: EvaluationProblem });

/** Rules made ready to be evaluated many times. */
export interface CompiledRules {
  /** Says what becomes of a user. Takes the SCIM resource; never throws. */
  readonly evaluate: (resource: Resource) => Evaluation;
}

/** Rules that cannot be applied, with everything that is wrong with them. */
export class InvalidRules extends Error {
  override readonly name = 'InvalidRules';

  constructor(readonly findings: readonly string[]) {
    super(findings.join('; '));
  }
}

/**
 * Compiles a rule set to closures, once.
 *
 * @throws InvalidRules listing all findings
 */
export function compileRules(rules: RuleSet): CompiledRules {
  const findings = findingsOf(rules);
  if (findings.length > 0) throw new InvalidRules(findings);
  const mappings = rules.users.attributeMappings.map(compileMapping);
  return { evaluate: (resource) => evaluate(mappings, resource) };
}

function evaluate(mappings: readonly CompiledMapping[], resource: Resource): Evaluation {
  const account: Record<string, string | null> = {};
  const sources: Record<string, string> = {};
  let matchable = false;
  for (const { target, matching, map } of mappings) {
    const { value, source } = map(resource);
    account[target] = value;
    sources[target] = source;
    if (matching && value !== null) matchable = true;
  }
  const considered = { active: isActive(resource), matchable, sources };
  if (isComplete(account)) return { ...considered, account, problem: null };
  const missing = required.filter((name) => account[name] === null);
  const reason = `the rules leave ${missing.join(' and ')} empty, and no account can be without`;
  return { ...considered, account: null, problem: { code: 'MandatoryFieldsMissing', reason } };
}

const required = Object.entries(accountMembers).flatMap(([name, member]) => (member.required ? [name] : []));

const isComplete = (account: Record<string, string | null>): account is Record<string, string | null> & Account =>
  required.every((name) => account[name] !== null);

const activeSwitch = compileSourceAttribute('active');

/** Azure AD's default mapping writes Not([IsSoftDeleted]) to `active`; a client that never sends it means true. */
const isActive = (resource: Resource): boolean =>
  !activeSwitch(resource).some((text) => text.toLowerCase() === 'false');
