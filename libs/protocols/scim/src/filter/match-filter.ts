import { foldCase } from '../fold-case';
import type { Resource, Value } from '../resource/resource';
import type { Attribute, ResourceType } from '../schema/attribute';
import { checkedElementFilter, checkedFilter } from './check-filter';
import type { CheckedFilter } from './checked-filter';
import type { Comparison } from './comparison';
import type { Filter } from './filter';
import { instantOf } from './instant';
import { valuesAt } from './value-place';

/**
 * Whether a resource matches a filter. What a filter may ask for must be in it: `id` and `meta` too, and values that
 * are kept apart.
 *
 * @throws ScimError `invalidFilter` as `checkedFilter` does
 */
export const matches = (type: ResourceType, filter: Filter, resource: Resource): boolean =>
  holds(checkedFilter(type, filter), resource);

/**
 * Tells of elements of a multi-valued attribute whether they match what stands in brackets.
 *
 * @throws ScimError `invalidFilter` as `checkedFilter` does
 */
export function elementTest(attribute: Attribute, filter: Filter): (element: Value) => boolean {
  const checked = checkedElementFilter(attribute, filter);
  return (element) => holds(checked, element);
}

/** Whether a filter that was checked holds for a resource, or for an element. */
export function holds(filter: CheckedFilter, from: Value): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.every((term) => holds(term, from));
    case 'or':
      return filter.terms.some((term) => holds(term, from));
    case 'not':
      return !holds(filter.term, from);
    case 'never':
      return false;
    case 'present':
      return valuesAt(filter.place.steps, from).some(hasContent);
    case 'compare':
      return valuesAt(filter.place.steps, from).some((value) => compares(value, filter.comparison));
    case 'some':
      return valuesAt(filter.place.steps, from).some((element) => holds(filter.filter, element));
  }
}

/** Something is in it that is neither null nor an empty text. */
const hasContent = (value: Value): boolean =>
  typeof value === 'object' && value !== null ? Object.values(value).some(hasContent) : value !== null && value !== '';

/** Whether a stored value compares so; one of another type, as an older schema may have left it, does not. */
function compares(value: Value, comparison: Comparison): boolean {
  if (comparison.as === 'boolean') return value === comparison.value;
  if (comparison.as === 'text') return typeof value === 'string' && textCompares(value, comparison);
  const amount = comparison.as === 'instant' ? instantIn(value) : value;
  return typeof amount === 'number' && ordered[comparison.operator](amount - comparison.value);
}

const instantIn = (value: Value): number | undefined => (typeof value === 'string' ? instantOf(value) : undefined);

const ordered = {
  eq: (difference: number) => difference === 0,
  gt: (difference: number) => difference > 0,
  ge: (difference: number) => difference >= 0,
  lt: (difference: number) => difference < 0,
  le: (difference: number) => difference <= 0,
};

function textCompares(stored: string, { operator, value, caseExact }: Extract<Comparison, { as: 'text' }>): boolean {
  const text = caseExact ? stored : foldCase(stored);
  const other = caseExact ? value : foldCase(value);
  switch (operator) {
    case 'co':
      return text.includes(other);
    case 'sw':
      return text.startsWith(other);
    case 'ew':
      return text.endsWith(other);
    default:
      return ordered[operator](byCodePoint(text, other));
  }
}

/** The order of code points, which is that of UTF-8 and so PostgreSQL's; that of JavaScript's units is another. */
function byCodePoint(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let index = 0; index < shorter; index += 1) {
    const [unit, otherUnit] = [one.charCodeAt(index), other.charCodeAt(index)];
    if (unit !== otherUnit) return rank(unit) - rank(otherUnit);
  }
  return one.length - other.length;
}

/** Surrogates stand for code points above all that have one unit. */
const rank = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
