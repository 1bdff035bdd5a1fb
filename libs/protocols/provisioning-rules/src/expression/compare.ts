import type { ComparisonOperator } from './expression';
import { EvaluationFailed } from './expression-error';
import type { Value } from './value';

type Order = -1 | 0 | 1;

const holds: Readonly<Record<ComparisonOperator, (order: Order) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
};

/**
 * Compares as numbers where both sides read as such, so that `[StatusRehire] = 1` holds of the text `1`, and else as
 * texts, by code unit and with case; an absent value is as an empty text (entra-provisioning.md §4.1).
 *
 * @returns the comparison: `True` or `False`
 * @throws EvaluationFailed where a side is not a single value
 */
export function comparisonOf(operator: ComparisonOperator): (left: Value, right: Value) => 'True' | 'False' {
  const test = holds[operator];
  return (left, right) => {
    const one = single(operator, 'left', left);
    const other = single(operator, 'right', right);
    return test(orderOf(one, other)) ? 'True' : 'False';
  };
}

function single(operator: ComparisonOperator, side: 'left' | 'right', value: Value): string | number {
  if (value === null) return '';
  if (typeof value !== 'object') return value;
  throw new EvaluationFailed(operator, side, Array.isArray(value) ? 'has many values' : 'is a complex value');
}

function orderOf(left: string | number, right: string | number): Order {
  const one = numberOf(left);
  const other = one === undefined ? undefined : numberOf(right);
  if (one === undefined || other === undefined) return ordered(String(left), String(right));
  return ordered(one, other);
}

function ordered<T extends string | number | bigint>(one: T, other: T): Order {
  if (one < other) return -1;
  return one > other ? 1 : 0;
}

/** Longer ones are no numbers of this language, and slow to read. */
const number = /^[+-]?\d{1,100}(\.\d{1,100})?$/;

/** A number, or a bigint where the digits are too many to be held exactly as one; undefined for what is none. */
function numberOf(value: string | number): number | bigint | undefined {
  if (typeof value === 'number') return value;
  const [text, decimals] = number.exec(value) ?? [];
  if (text === undefined) return undefined;
  const read = Number(text);
  return decimals !== undefined || Number.isSafeInteger(read) ? read : BigInt(text);
}
