import {
  assignedValue,
  isUnassigned,
  membersOf,
  type Reading,
  singleValue,
  unwrapped,
} from '../resource/assigned-values';
import { type Draft, type DraftValue, isObject } from '../resource/resource';
import type { Attribute } from '../schema/attribute';
import { findSubAttribute, spell } from '../schema/attribute-path';
import type { Change } from './change';

/** Changes an attribute that has one value. */
export function changeSingle(holder: Draft, { op, at, value, reading }: Change): void {
  const { attribute, subAttribute } = at;
  const given = op === 'remove' ? null : value;
  if (subAttribute) {
    const complex: Draft = isObject(holder[attribute.name]) ? (holder[attribute.name] as Draft) : {};
    put(complex, subAttribute.name, assignedValue(subAttribute, given, spell(at), reading));
    put(holder, attribute.name, complex);
  } else if (attribute.type === 'complex' && !isUnassigned(given)) {
    put(holder, attribute.name, merged(attribute, holder[attribute.name], given, { path: spell(at), reading }));
  } else {
    put(holder, attribute.name, assignedValue(attribute, given, spell(at), reading));
  }
}

/** The sub-attributes that are named are replaced, those that are null cleared; the others stay (scim.md §2.4). */
export function merged(
  attribute: Attribute,
  before: DraftValue | undefined,
  given: unknown,
  { path, reading }: { readonly path: string; readonly reading: Reading },
): Draft {
  const value: Draft = isObject(before) ? { ...before } : {};
  const members = membersOf(attribute, unwrapped(given), path);
  for (const [name, member] of Object.entries(members)) {
    const sub = findSubAttribute(attribute, name);
    if (sub && sub.mutability !== 'readOnly' && isUnassigned(member)) delete value[sub.name];
  }
  return Object.assign(value, singleValue(attribute, members, path, reading));
}

/** Assigns a value, or takes the member away where nothing is left of it. */
export function put(holder: Draft, name: string, value: DraftValue | undefined): void {
  const empty = value === undefined || (isObject(value) && Object.keys(value).length === 0);
  if (empty || (Array.isArray(value) && value.length === 0)) delete holder[name];
  else holder[name] = value;
}
