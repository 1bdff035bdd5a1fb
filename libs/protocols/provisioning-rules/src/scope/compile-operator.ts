import type { Value } from '../expression/value';
import type { FilterOperator } from './filter-operator';
import { textOfValue } from './value-texts';

/** An operator that asks for an attribute. */
export type AttributeOperator = Exclude<FilterOperator, { readonly kind: 'membership' }>;

/** Says whether an attribute is as asked; `now` is when the command was given, ISO 8601. */
export type ValuePredicate = (value: Value, now: string) => boolean;

/**
 * Compiles an operator with the value that a filter gives it; for a unary operator it does not matter which. An
 * attribute without a value fulfils none but `IS NULL` (entra-provisioning.md §5.3).
 *
 * @returns the predicate, or what stands against the value, as the end of a sentence
 */
export function compileOperator(
  operator: AttributeOperator,
  operand: string,
): ValuePredicate | { readonly problem: string } {
  if (operator.kind === 'presence') return operator.present ? hasValue : hasNone;
  const preparation = operator.prepare(operand);
  if ('problem' in preparation) return preparation;
  const { test } = preparation;
  const { negated } = operator;
  return (value, now) => {
    if (value === null) return false;
    if (typeof value === 'string') return test(value, now) !== negated;
    if (!isList(value)) return test(textOfValue(value), now) !== negated;
    return value.some((each) => test(textOfValue(each), now)) !== negated;
  };
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

const hasNone: ValuePredicate = (value) => value === null;
const hasValue: ValuePredicate = (value) => value !== null;
