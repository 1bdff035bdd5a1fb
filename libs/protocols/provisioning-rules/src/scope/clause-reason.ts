import { quoted } from '../schema/json-value';
import type { AttributeOperator } from './compile-operator';
import type { ValueOperator } from './filter-operator';

/** What a clause came to. */
export interface ClauseOutcome {
  readonly attribute: string;
  /** The attribute's values as texts; none where it is null. */
  readonly actual: readonly string[];
  readonly operand: string;
  readonly holds: boolean;
}

/** Why a clause holds of somebody or does not, in a sentence. */
export function reasonFor(operator: AttributeOperator, outcome: ClauseOutcome): string {
  const { attribute, actual, operand, holds } = outcome;
  if (actual.length === 0) return absent(operator, attribute);
  const said = `${attribute} ${actual.length === 1 ? 'is' : 'has'} ${listed(actual)}`;
  if (operator.kind === 'presence') return said;
  const unmet = actual.length === 1 && unmetBy(operator, actual[0] ?? '');
  if (unmet) return `${said}, which is not ${unmet}`;
  const asked = operator.arity === 'Unary' ? '' : ` ${quoted(operand)}`;
  return `${said}, ${verbFor(operator.words, holds !== operator.negated, actual.length)}${asked}`;
}

/** What a value is not that must be so before it can be compared. */
const unmetBy = ({ expects }: ValueOperator, value: string): string | undefined =>
  expects && !expects.isMet(value) ? expects.what : undefined;

/** Only `IS NULL` holds then (entra-provisioning.md §5.3). */
const absent = (operator: AttributeOperator, attribute: string): string =>
  operator.kind === 'presence' ? `${attribute} has no value` : `${attribute} has no value, and then only IS NULL holds`;

function verbFor([pass, fail]: readonly [string, string], passes: boolean, values: number): string {
  if (values === 1) return `which ${passes ? pass : fail}`;
  return `${passes ? 'one' : 'none'} of which ${pass}`;
}

const mostListed = 3;

function listed(values: readonly string[]): string {
  const shown = values.slice(0, mostListed).map(quoted).join(', ');
  return values.length > mostListed ? `${shown} and ${values.length - mostListed} more` : shown;
}
