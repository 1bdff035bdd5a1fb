import { foldCase } from '../fold-case';
import type { Attribute } from '../schema/attribute';
import { findSubAttribute } from '../schema/attribute-path';
import { type Draft, type DraftValue, isObject } from './resource';

/** The values of a multi-valued attribute, one by one. */

/** Values that one attribute may have: a PATCH compares them all, and others wait for it. */
export const mostElements = 1_000;

export const isPrimary = (value: DraftValue): boolean => isObject(value) && value.primary === true;

/**
 * What makes two values of an attribute the same: their type and value, compared as the schema says; whatever they are
 * where they have no value (RFC 7643 §2.4).
 */
export function elementKey(attribute: Attribute, element: DraftValue): string {
  if (!isObject(element)) return compared(attribute, element);
  const known = keys.get(element) ?? keyOf(attribute, element);
  keys.set(element, known);
  return known;
}

/** Values are never changed in place, and a PATCH compares the same ones again and again. */
const keys = new WeakMap<object, string>();

function keyOf(attribute: Attribute, element: Draft): string {
  const value = findSubAttribute(attribute, 'value');
  if (!value || element.value === undefined) return canonical(element);
  const type = findSubAttribute(attribute, 'type');
  return `${type ? compared(type, element.type) : ''}\n${compared(value, element.value)}`;
}

const compared = ({ caseExact }: Attribute, value: DraftValue | undefined): string =>
  typeof value === 'string' && !caseExact ? JSON.stringify(foldCase(value)) : canonical(value);

/** JSON with its members in order, so that equal values are equal texts. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1))) : each,
  ) ?? '';

/** Each value once, the first of those that are the same. */
export function distinctElements(attribute: Attribute, elements: readonly DraftValue[]): DraftValue[] {
  const byKey = new Map<string, DraftValue>();
  for (const element of elements) {
    const key = elementKey(attribute, element);
    if (!byKey.has(key)) byKey.set(key, element);
  }
  return [...byKey.values()];
}

/** Tells of elements whether a list names them: by their type and value, or by the value alone where it has no type. */
export function listedIn(attribute: Attribute, list: readonly DraftValue[]): (element: DraftValue) => boolean {
  const keys = new Set(list.map((each) => elementKey(attribute, each)));
  const untyped = (each: DraftValue) => (isObject(each) ? elementKey(attribute, withoutType(each)) : undefined);
  return (element) => keys.has(elementKey(attribute, element)) || keys.has(untyped(element) ?? '');
}

const withoutType = ({ type: _, ...element }: Draft): Draft => element;
