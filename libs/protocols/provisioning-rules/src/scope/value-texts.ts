import type { Value } from '../expression/value';
import { plainText } from '../source/plain-text';

/** What one value says as text; a role and the like are told by their value or, where they have none, their name. */
export function textOfValue(value: Value): string {
  const text = plainText(value);
  if (text !== '' || typeof value !== 'object' || value === null) return text;
  const { displayName, display } = value as { displayName?: unknown; display?: unknown };
  return plainText(displayName) || plainText(display) || JSON.stringify(value);
}

/** What all values of an attribute say as texts; none where it is null. */
export function textsOfValue(value: Value): readonly string[] {
  if (value === null) return [];
  return Array.isArray(value) ? (value as readonly Value[]).map(textOfValue) : [textOfValue(value)];
}
