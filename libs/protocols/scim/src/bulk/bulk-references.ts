import { isObject } from '../resource/resource';

const reference = /^bulkId:(.+)$/s;
const inPath = /(?<=^|\/)bulkId:([^/]+)/g;

/** The ids that operations with a `bulkId` led to. */
export type ResolvedIds = ReadonlyMap<string, string>;

/** The bulkIds that data refer to, at any depth (RFC 7644 §3.7.2). */
export function referencesIn(data: unknown): string[] {
  if (typeof data === 'string') {
    const [, bulkId] = reference.exec(data) ?? [];
    return bulkId === undefined ? [] : [bulkId];
  }
  const parts = Array.isArray(data) ? data : isObject(data) ? Object.values(data) : [];
  return parts.flatMap(referencesIn);
}

/** Data with the ids in place of the references to them; a reference that is not known stays as it is. */
export function resolved(data: unknown, ids: ResolvedIds): unknown {
  if (typeof data === 'string') return ids.get(reference.exec(data)?.[1] ?? '') ?? data;
  if (Array.isArray(data)) return data.map((each) => resolved(each, ids));
  if (!isObject(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, resolved(value, ids)]));
}

/** The same for a path: `/Users/bulkId:qwerty`. */
export const resolvedPath = (path: string, ids: ResolvedIds): string =>
  path.replace(inPath, (whole, bulkId: string) => ids.get(bulkId) ?? whole);

/** The bulkIds that a path refers to. */
export const referencesInPath = (path: string): string[] => [...path.matchAll(inPath)].map(([, bulkId = '']) => bulkId);

/**
 * Takes out of a list's values those that refer to what does not exist yet, so that the resource can be made without
 * them; two groups that contain each other need it.
 *
 * @param name the attribute, in any letter case
 * @returns the data without them, and the values that were taken out
 */
export function withoutForwardValues(
  data: unknown,
  name: string,
  ids: ResolvedIds,
): { readonly data: unknown; readonly later: readonly unknown[] } {
  if (!isObject(data)) return { data, later: [] };
  const [key, values] = Object.entries(data).find(([each]) => each.toLowerCase() === name.toLowerCase()) ?? [];
  if (key === undefined || !Array.isArray(values)) return { data, later: [] };
  const isForward = (value: unknown) => referencesIn(value).some((bulkId) => !ids.has(bulkId));
  return { data: { ...data, [key]: values.filter((value) => !isForward(value)) }, later: values.filter(isForward) };
}
