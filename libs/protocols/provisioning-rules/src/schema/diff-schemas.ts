import type { Comparable, ComparableRecord } from './comparable';
import { comparableSchema } from './comparable-schema';
import { isRecord } from './json-value';
import type { SynchronizationSchema } from './synchronization-schema';

/** One thing that two schemas say differently. Plain JSON. */
export interface SchemaDifference {
  /** By names, e.g. `users.mappings.title.source`. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Null where it was added. Of what was added or removed as a whole it is an object with all of its properties. */
  readonly from: Comparable;
  /** Null where it was removed. */
  readonly to: Comparable;
}

/**
 * What changes from one schema to another, for an admin who is asked whether he means it: mappings, filters and settings
 * by their names, expressions as texts. What means the same is no difference: the order of members, of mappings and of
 * filters, properties that have their default values, and the version. Takes schemas that `readSchema` has read.
 */
export function diffSchemas(before: SynchronizationSchema, after: SynchronizationSchema): readonly SchemaDifference[] {
  return differences('', comparableSchema(before), comparableSchema(after));
}

function differences(path: string, before: ComparableRecord, after: ComparableRecord): readonly SchemaDifference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    difference(path === '' ? name : `${path}.${name}`, memberOf(before, name), memberOf(after, name)),
  );
}

const memberOf = (record: ComparableRecord, name: string): Comparable | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

function difference(
  path: string,
  from: Comparable | undefined,
  to: Comparable | undefined,
): readonly SchemaDifference[] {
  if (from === undefined) return to === undefined ? [] : [{ path, kind: 'added', from: null, to }];
  if (to === undefined) return [{ path, kind: 'removed', from, to: null }];
  if (isRecord(from) && isRecord(to)) return differences(path, from, to);
  return isEqual(from, to) ? [] : [{ path, kind: 'changed', from, to }];
}

function isEqual(one: Comparable, other: Comparable): boolean {
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((each, index) => isEqual(each, other[index] ?? null));
  }
  if (isRecord(one) && isRecord(other)) return differences('', one, other).length === 0;
  return one === other;
}

const isList = (value: Comparable): value is readonly Comparable[] => Array.isArray(value);
