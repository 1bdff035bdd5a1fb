import type { Attribute, ResourceType } from '../schema/attribute';
import { badRequest } from '../scim-error';
import type { CheckedFilter } from './checked-filter';
import { checkedComparison } from './comparison';
import type { Filter, Literal, Operator } from './filter';
import { assertAnswerable } from './filter-work';
import {
  comparedPlace,
  elementPlace,
  elementScope,
  ownPlace,
  resourceScope,
  type Scope,
  type ValuePlace,
} from './value-place';

/**
 * Finds what every path of a filter means and whether its literals fit (RFC 7644 §3.4.2.2; scim.md §2.2).
 *
 * An attribute that no schema knows is one that nothing has: it matches nothing but `ne`, `not` and `eq null`. The same
 * holds for a text with NUL, which nothing can be equal to.
 *
 * @throws ScimError `invalidFilter` for an operator or literal that an attribute does not take, for an attribute that is
 *   never returned, and for more than can be answered quickly
 */
export function checkedFilter(type: ResourceType, filter: Filter): CheckedFilter {
  const found = checked(filter, resourceScope(type));
  assertAnswerable(found);
  return found;
}

/**
 * The same for what stands in brackets behind an attribute; it is evaluated for one element.
 *
 * @throws ScimError `invalidFilter`
 */
export const checkedElementFilter = (attribute: Attribute, filter: Filter): CheckedFilter =>
  checked(filter, elementScope(elementPlace(attribute)));

function checked(filter: Filter, scope: Scope): CheckedFilter {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, terms: filter.terms.map((term) => checked(term, scope)) };
    case 'not':
      return negated(checked(filter.term, scope));
    case 'present':
      return present(found(filter.path, scope));
    case 'compare':
      return compared(filter, scope);
    case 'element':
      return element(filter, scope);
  }
}

const never: CheckedFilter = { kind: 'never' };
const negated = (term: CheckedFilter): CheckedFilter => ({ kind: 'not', term });
const both = (...terms: CheckedFilter[]): CheckedFilter => ({ kind: 'and', terms });
const present = (place: ValuePlace | undefined): CheckedFilter => (place ? { kind: 'present', place } : never);

/** @throws ScimError for a place whose values nobody may see, as those of `password` are */
function found(path: string, scope: Scope): ValuePlace | undefined {
  const place = scope(path);
  if (place?.isHidden) throw badRequest('invalidFilter', `"${place.path}" cannot be filtered by.`);
  return place;
}

function compared({ path, operator, value }: Extract<Filter, { kind: 'compare' }>, scope: Scope): CheckedFilter {
  const place = found(path, scope);
  if (value === null && operator === 'eq') return negated(present(place));
  if (value === null && operator === 'ne') return present(place);
  const comparison = place ? comparisonAt(place, operator, value) : never;
  return operator === 'ne' ? negated(comparison) : comparison;
}

function comparisonAt(asked: ValuePlace, operator: Operator, value: Literal): CheckedFilter {
  const place = comparedPlace(asked);
  if (!place || place.isHidden) {
    throw badRequest('invalidFilter', `"${asked.path}" has no value of its own; a filter names a sub-attribute of it.`);
  }
  const comparison = checkedComparison(place, operator, value);
  return comparison ? { kind: 'compare', place, comparison } : never;
}

function element({ path, filter, sub }: Extract<Filter, { kind: 'element' }>, scope: Scope): CheckedFilter {
  const place = found(path, scope);
  if (!place) return never;
  const isList = place.steps.some(({ multiValued }) => multiValued);
  const inner = elementScope(isList ? ownPlace(place) : place);
  const some = (term: CheckedFilter): CheckedFilter =>
    isList ? { kind: 'some', place, filter: term } : both(present(place), term);
  const selected = checked(filter, inner);
  if (!sub) return some(selected);
  const asked = checked(sub, inner);
  // What is behind the brackets is a path like any other: `ne` and `eq null` say something of all its values.
  return asked.kind === 'not' ? negated(some(both(selected, asked.term))) : some(both(selected, asked));
}
