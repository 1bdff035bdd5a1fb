import type { Filter } from '../filter/filter';
import { elementMatches } from '../filter/match-filter';
import { assignedValue, isPrimary, isUnassigned } from '../resource/assigned-values';
import { type Draft, type DraftValue, isObject, sameValue } from '../resource/resource';
import { findSubAttribute, spell } from '../schema/attribute-path';
import { badRequest } from '../scim-error';
import type { Change } from './change';
import { merged, put } from './change-single';

/** Changes an attribute that has several values: all of them, or those that a filter selects. */
export function changeElements(holder: Draft, change: Change): void {
  const { attribute, subAttribute } = change.at;
  const before = (holder[attribute.name] ?? []) as DraftValue[];
  const after = change.filter || subAttribute ? changeSelected(before, change) : changeAll(before, change);
  put(holder, attribute.name, withOnePrimary(before, after.filter(hasContent)));
}

function changeAll(before: readonly DraftValue[], { op, at, value, hasValue }: Change): DraftValue[] {
  const given = (assignedValue(at.attribute, value, spell(at)) ?? []) as DraftValue[];
  if (op === 'replace') return given;
  if (op === 'add') return [...before, ...given.filter((each) => !before.some((other) => sameValue(each, other)))];
  // The old dialect removes the elements it lists, and never more (scim.md §1.4 rule 4).
  if (!hasValue || isUnassigned(value)) return [];
  return before.filter((each) => !given.some((listed) => sameValue(valueOf(each), valueOf(listed))));
}

const valueOf = (element: DraftValue): unknown => (isObject(element) ? element.value : element);

function changeSelected(before: readonly DraftValue[], change: Change): DraftValue[] {
  const { op, at, filter } = change;
  const selected = before.map((each) => !filter || elementMatches(at.attribute, filter, each));
  if (selected.includes(true)) {
    return before.flatMap((each, index) => (selected[index] ? (changedElement(each, change) ?? []) : [each]));
  }
  if (op === 'remove') return [...before];
  const created = isUnassigned(change.value) ? undefined : changedElement(newElement(change), change);
  return created === undefined ? [...before] : [...before, created];
}

/** The element after the change; undefined where it is taken away. */
function changedElement(element: DraftValue, change: Change): DraftValue | undefined {
  const { subAttribute } = change.at;
  if (!subAttribute) return wholeElement(element, change);
  const { op, at, value } = change;
  const changed: Draft = isObject(element) ? { ...element } : {};
  put(changed, subAttribute.name, op === 'remove' ? undefined : assignedValue(subAttribute, value, spell(at)));
  return changed;
}

/** `add` merges into an element; `replace` leaves of it what the filter found it by. */
function wholeElement(element: DraftValue, { op, at, filter, value }: Change): DraftValue | undefined {
  if (op === 'remove' || isUnassigned(value)) return undefined;
  const kept = op === 'add' ? element : filter && termsOf(filter, at);
  return merged(at.attribute, kept ?? {}, isObject(value) ? value : { value }, spell(at));
}

/**
 * An element that a filter looked for in vain. `add` makes it; so does `replace`, which Azure AD sends for elements that
 * do not exist yet, where the filter names one of the attribute's own types or the primary value (scim.md §1.4 rule 3).
 */
function newElement({ op, at, filter }: Change): Draft {
  if (!filter) return {};
  const terms = termsOf(filter, at);
  if (!terms) throw badRequest('noTarget', `No value of "${at.attribute.name}" is selected.`);
  const types = findSubAttribute(at.attribute, 'type')?.canonicalValues ?? [];
  const known = Object.entries(terms).every(
    ([name, value]) =>
      (name === 'type' && types.some((each) => each === value)) || (name === 'primary' && value === true),
  );
  if (op === 'replace' && !known) throw badRequest('noTarget', `No value of "${at.attribute.name}" is selected.`);
  return terms;
}

/** What an element must have for a filter of `eq` terms joined by `and`; undefined for any other filter. */
function termsOf(filter: Filter, at: Change['at']): Draft | undefined {
  const terms: readonly Filter[] = filter.kind === 'and' ? filter.terms : [filter];
  const element: Draft = {};
  for (const term of terms) {
    const sub =
      term.kind === 'compare' && term.operator === 'eq' ? findSubAttribute(at.attribute, term.path) : undefined;
    if (!sub || term.kind !== 'compare') return undefined;
    put(element, sub.name, assignedValue(sub, term.value, `${at.attribute.name}.${sub.name}`));
  }
  return element;
}

/** An element that only says what kind it is says nothing. */
const hasContent = (element: DraftValue): boolean =>
  !isObject(element) || Object.keys(element).some((name) => name !== 'type' && name !== 'primary');

/** A value that becomes primary takes it from the one that was (RFC 7644 §3.5.2). */
function withOnePrimary(before: readonly DraftValue[], after: readonly DraftValue[]): DraftValue[] {
  const primaries = after.filter(isPrimary);
  if (primaries.length < 2) return [...after];
  const isNew = (each: DraftValue) => !before.some((other) => sameValue(each, other));
  const winner = primaries.findLast(isNew) ?? primaries.at(-1);
  return after.map((each) => (each !== winner && isPrimary(each) ? { ...(each as Draft), primary: false } : each));
}
