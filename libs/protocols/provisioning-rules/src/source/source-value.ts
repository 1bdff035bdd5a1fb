import type { ValueType } from '../expression/function-definition';
import type { ComplexValue } from '../expression/value';
import { plainText } from './plain-text';

/** One value of an attribute. */
export type SingleValue = string | number | ComplexValue;

/**
 * One value at a SCIM path as expressions see it: booleans are `True` and `False`, numbers stay, a complex value is told
 * by its `value` (entra-provisioning.md §4.1).
 *
 * @returns null for what is blank or has no value
 */
export function sourceValue(element: unknown, type: ValueType): SingleValue | null {
  if (type === 'Complex') return complexValue(element);
  return typeof element === 'object' ? significantValue(element, type) : simpleValue(element, type);
}

function simpleValue(element: unknown, type: ValueType): string | number | null {
  if (typeof element === 'number') return element;
  if (typeof element === 'boolean') return element ? 'True' : 'False';
  const text = plainText(element);
  if (isBlank(text)) return null;
  return type === 'Boolean' ? (booleans.get(text.toLowerCase()) ?? text) : text;
}

const booleans: ReadonlyMap<string, string> = new Map([
  ['true', 'True'],
  ['false', 'False'],
]);

const isBlank = (text: string): boolean => text.trim() === '';

/** Not followed deeper: no SCIM attribute has a complex value in its `value` (RFC 7643 §2.3.8). */
function significantValue(element: object | null, type: ValueType): SingleValue | null {
  const value = element && 'value' in element ? element.value : undefined;
  return typeof value === 'object' || value === undefined ? null : simpleValue(value, type);
}

/** A bare text, as some clients send a role, is an element that has nothing but a value. */
function complexValue(element: unknown): ComplexValue | null {
  if (typeof element === 'object') return isEmpty(element) ? null : (element as ComplexValue);
  return isBlank(plainText(element)) ? null : { value: element };
}

function isEmpty(element: object | null): boolean {
  for (const _ in element) return false;
  return true;
}
