import { isObject } from '../resource/resource';

const reference = /^bulkId:(.+)$/gs;
const inPath = /(?<=^|\/)bulkId:([^/]+)/g;
/** In the filter of a PATCH path: `members[value eq "bulkId:qwerty"]`. */
const inFilter = /(?<=")bulkId:([^"\\]+)(?=")/g;

/** The ids that operations with a `bulkId` led to. */
export type ResolvedIds = ReadonlyMap<string, string>;

/** The bulkIds that data refer to, at any depth, and in the filters of PATCH paths (RFC 7644 §3.7.2). */
export const referencesIn = (data: unknown): string[] => referencesUnder('', data);

function referencesUnder(member: string, data: unknown): string[] {
  if (typeof data === 'string') return [...data.matchAll(referenceUnder(member))].map(([, bulkId = '']) => bulkId);
  if (Array.isArray(data)) return data.flatMap((each) => referencesUnder('', each));
  return isObject(data) ? Object.entries(data).flatMap(([name, value]) => referencesUnder(name, value)) : [];
}

/** Data with the ids in place of the references to them; a reference that is not known stays as it is. */
export const resolved = (data: unknown, ids: ResolvedIds): unknown => resolvedUnder('', data, ids);

function resolvedUnder(member: string, data: unknown, ids: ResolvedIds): unknown {
  if (typeof data === 'string') return withIds(data, referenceUnder(member), ids);
  if (Array.isArray(data)) return data.map((each) => resolvedUnder('', each, ids));
  if (!isObject(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, resolvedUnder(name, value, ids)]));
}

const referenceUnder = (member: string): RegExp => (member.toLowerCase() === 'path' ? inFilter : reference);

const withIds = (text: string, references: RegExp, ids: ResolvedIds): string =>
  text.replace(references, (whole, bulkId: string) => ids.get(bulkId) ?? whole);

/** The same for a path: `/Users/bulkId:qwerty`. */
export const resolvedPath = (path: string, ids: ResolvedIds): string => withIds(path, inPath, ids);

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
