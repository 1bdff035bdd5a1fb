import type { Filter } from '../filter/filter';
import { assignedValue } from '../resource/assigned-values';
import type { Draft } from '../resource/resource';
import { findSubAttribute } from '../schema/attribute-path';
import { badRequest } from '../scim-error';
import type { Change } from './change';
import { put } from './change-single';

/**
 * An element that a filter looked for in vain. `add` makes it; so does `replace`, which Azure AD sends for elements that
 * do not exist yet, where the filter names one of the attribute's own types or the primary value (scim.md §1.4 rule 3).
 */
export function newElement(change: Change): Draft {
  const { op, at, filter } = change;
  if (!filter) return {};
  const terms = termsOf(filter, change);
  if (!terms || (op === 'replace' && !isKindOf(change, terms))) {
    throw badRequest('noTarget', `No value of "${at.attribute.name}" is selected.`);
  }
  return terms;
}

function isKindOf({ at }: Change, terms: Draft): boolean {
  const types = findSubAttribute(at.attribute, 'type')?.canonicalValues ?? [];
  return Object.entries(terms).every(
    ([name, value]) =>
      (name === 'type' && types.some((each) => each === value)) || (name === 'primary' && value === true),
  );
}

/** What an element must have for a filter of `eq` terms joined by `and`; undefined for any other filter. */
export function termsOf(filter: Filter, { at, reading }: Change): Draft | undefined {
  const terms: readonly Filter[] = filter.kind === 'and' ? filter.terms : [filter];
  const element: Draft = {};
  for (const term of terms) {
    const sub =
      term.kind === 'compare' && term.operator === 'eq' ? findSubAttribute(at.attribute, term.path) : undefined;
    if (!sub || term.kind !== 'compare') return undefined;
    put(element, sub.name, assignedValue(sub, term.value, `${at.attribute.name}.${sub.name}`, reading));
  }
  return element;
}
