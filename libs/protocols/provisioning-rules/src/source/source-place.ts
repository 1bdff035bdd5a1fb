import type { ValueType } from '../expression/function-definition';
import { plainText } from './plain-text';
import type { Resource } from './resource';
import { compileScimPath } from './scim-path';
import { type SingleValue, sourceValue } from './source-value';

/** A place in a resource; blank values count as absent. */
export interface Place {
  /** The first value, or null. */
  readonly first: (resource: Resource) => SingleValue | null;
  readonly all: (resource: Resource) => readonly SingleValue[];
}

/** What an attribute says where it was not sent: the texts of others, joined by spaces (RFC 7643 §4.1.1). */
const derived: ReadonlyMap<string, readonly string[]> = new Map([
  ['name.formatted', ['name.givenName', 'name.familyName']],
]);

/**
 * Compiles a place to readers. `accepts` refuses texts that are something else.
 *
 * @throws Error for a text that is no SCIM path
 */
export function compilePlace(path: string, type: ValueType, accepts?: (text: string) => boolean): Place {
  const direct = placeAt(path, type, accepts);
  const parts = derived.get(path.toLowerCase())?.map((part) => placeAt(part, type));
  if (!parts) return direct;
  const join = (resource: Resource): string => parts.flatMap((part) => part.all(resource).map(plainText)).join(' ');
  return {
    first: (resource) => direct.first(resource) ?? (join(resource) || null),
    all: (resource) => {
      const values = direct.all(resource);
      const joined = values.length > 0 ? '' : join(resource);
      return joined === '' ? values : [joined];
    },
  };
}

function placeAt(path: string, type: ValueType, accepts?: (text: string) => boolean): Place {
  const read = compileScimPath(path);
  const take = (element: unknown): SingleValue | null => {
    const value = sourceValue(element, type);
    return value === null || !accepts || accepts(plainText(value)) ? value : null;
  };
  return {
    first: (resource) => {
      const found = read(resource);
      return Array.isArray(found) ? firstOf(found, take) : take(found);
    },
    all: (resource) => [read(resource)].flat().map(take).filter(isThere),
  };
}

function firstOf(elements: readonly unknown[], take: (element: unknown) => SingleValue | null): SingleValue | null {
  for (const element of elements) {
    const value = take(element);
    if (value !== null) return value;
  }
  return null;
}

const isThere = (value: SingleValue | null): value is SingleValue => value !== null;
