/** What a resource is made of. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/**
 * A resource as it is stored: only what is assigned, in the schema's spelling, extensions under their URN; without
 * `id`, `meta` and `schemas`, which are the server's.
 */
export type Resource = { readonly [name: string]: Value };

/** A copy of a resource, or a part of one, that is being changed. */
export type Draft = { [name: string]: DraftValue };
export type DraftValue = string | number | boolean | null | DraftValue[] | Draft;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two values are the same, member by member. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each, index) => sameValue(each, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => sameValue(one[name], other[name]));
}
