import { elementTest } from '../filter/match-filter';
import { assignedValue, isUnassigned, namesNone } from '../resource/assigned-values';
import { distinctElements, elementKey, isPrimary, listedIn } from '../resource/elements';
import { type Draft, type DraftValue, isObject, sameValue } from '../resource/resource';
import { spell } from '../schema/attribute-path';
import type { Attribute } from '../schema/attribute';
import { badRequest } from '../scim-error';
import type { Change } from './change';
import { merged, put } from './change-single';
import { newElement, termsOf } from './selected-element';

/** Changes an attribute that has several values: all of them, or those that a filter selects. */
export function changeElements(holder: Draft, change: Change): void {
  const { attribute, subAttribute } = change.at;
  const before = (holder[attribute.name] ?? []) as DraftValue[];
  const after = change.filter || subAttribute ? changeSelected(before, change) : changeAll(before, change);
  put(holder, attribute.name, withOnePrimary(before, after));
}

/** Takes away elements that only say what kind they are: several operations may have made one, and none filled it. */
export function dropHollowElements(holder: Draft, { name, subAttributes }: Attribute): void {
  const elements = holder[name];
  if (!Array.isArray(elements)) return;
  const filling = subAttributes.map((sub) => sub.name).filter((sub) => sub !== 'type' && sub !== 'primary');
  const hasContent = (each: DraftValue) => !isObject(each) || Object.keys(each).some((sub) => isFilling(sub));
  const isFilling = (sub: string) => filling.length === 0 || filling.includes(sub);
  put(holder, name, elements.filter(hasContent));
}

function changeAll(before: readonly DraftValue[], change: Change): DraftValue[] {
  const { op, at, value, hasValue, reading } = change;
  const given = (assignedValue(at.attribute, value, spell(at), reading) ?? []) as DraftValue[];
  if (op === 'replace') return given;
  if (op === 'add') return added(at.attribute, before, given);
  // The old dialect removes the elements it lists, and never more (scim.md §1.4 rule 4).
  if (!hasValue || namesNone(value)) return [];
  const isListed = listedIn(at.attribute, given);
  return before.filter((each) => !isListed(each));
}

/** A value that is there already takes over what is new about it; all others are appended. */
function added(attribute: Attribute, before: readonly DraftValue[], given: readonly DraftValue[]): DraftValue[] {
  const byKey = new Map(before.map((each) => [elementKey(attribute, each), each]));
  for (const each of given) {
    const key = elementKey(attribute, each);
    const present = byKey.get(key);
    if (!isObject(present) || !isObject(each)) byKey.set(key, present ?? each);
    else {
      // A value is compared as its schema says, and stays as it was written first.
      const joined = { ...present, ...each, ...('value' in present ? { value: present.value } : {}) };
      assertUnedited(attribute, present, joined);
      byKey.set(key, joined);
    }
  }
  return [...byKey.values()];
}

function changeSelected(before: readonly DraftValue[], change: Change): DraftValue[] {
  const { op, at, filter } = change;
  const isSelected = filter ? elementTest(at.attribute, filter) : () => true;
  const selected = before.map(isSelected);
  if (selected.includes(true)) {
    const after = before.flatMap((each, index) => (selected[index] ? (changedElement(each, change) ?? []) : [each]));
    return keepsApart(before, change) ? after : distinctElements(at.attribute, after);
  }
  if (op === 'remove') return [...before];
  const created = isUnassigned(change.value) ? undefined : changedElement(newElement(change), change);
  return created === undefined ? [...before] : distinctElements(at.attribute, [...before, created]);
}

/** Whether elements that were distinct still are: what makes them so was not changed, and many need not be compared. */
function keepsApart(before: readonly DraftValue[], { op, at: { subAttribute } }: Change): boolean {
  if (!subAttribute) return op === 'remove';
  return !isOfKey(subAttribute) && before.every((each) => isObject(each) && each.value !== undefined);
}

const isOfKey = ({ name }: Attribute): boolean => name === 'value' || name === 'type';

/** The element after the change; undefined where it is taken away. */
function changedElement(element: DraftValue, change: Change): DraftValue | undefined {
  const { subAttribute, attribute } = change.at;
  if (!subAttribute) return wholeElement(element, change);
  const { op, at, value, reading } = change;
  const changed: Draft = isObject(element) ? { ...element } : {};
  put(changed, subAttribute.name, op === 'remove' ? undefined : assignedValue(subAttribute, value, spell(at), reading));
  assertUnedited(attribute, element, changed);
  return changed;
}

/** `add` merges into an element; `replace` leaves of it what the filter found it by. */
function wholeElement(element: DraftValue, change: Change): DraftValue | undefined {
  const { op, at, filter, value, reading } = change;
  if (op === 'remove') return undefined;
  if (isUnassigned(value)) return op === 'add' ? element : undefined;
  if (at.attribute.type !== 'complex')
    return assignedValue({ ...at.attribute, multiValued: false }, value, spell(at), reading);
  const kept = op === 'add' || !filter ? element : foundBy(element, termsOf(filter, change));
  const changed = merged(at.attribute, kept, value, { path: spell(at), reading });
  if (op === 'add') assertUnedited(at.attribute, element, changed);
  return changed;
}

/** What of an element a filter found it by, as it is written there. */
function foundBy(element: DraftValue, terms: Draft = {}): Draft {
  const found: Draft = {};
  for (const name of Object.keys(terms)) put(found, name, isObject(element) ? element[name] : undefined);
  return found;
}

/** An immutable sub-attribute of an element that is there stays as it is; the element may go as a whole. */
function assertUnedited({ name, subAttributes }: Attribute, before: DraftValue, after: Draft): void {
  if (!isObject(before)) return;
  for (const sub of subAttributes) {
    const was = before[sub.name];
    if (sub.mutability !== 'immutable' || was === undefined || sameValue(was, after[sub.name])) continue;
    throw badRequest('mutability', `"${name}.${sub.name}" was set, and cannot be changed any more.`);
  }
}

/** A value that becomes primary takes it from the one that was (RFC 7644 §3.5.2). */
function withOnePrimary(before: readonly DraftValue[], after: readonly DraftValue[]): DraftValue[] {
  const primaries = after.filter(isPrimary);
  if (primaries.length < 2) return [...after];
  const isNew = (each: DraftValue) => !before.some((other) => sameValue(each, other));
  const winner = primaries.findLast(isNew) ?? primaries.at(-1);
  return after.map((each) => (each !== winner && isPrimary(each) ? { ...(each as Draft), primary: false } : each));
}
