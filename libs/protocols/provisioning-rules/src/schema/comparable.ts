import type { MetadataEntry } from './synchronization-schema';

/** JSON that is compared member by member. */
export type Comparable = string | number | boolean | null | readonly Comparable[] | ComparableRecord;

export interface ComparableRecord {
  readonly [name: string]: Comparable;
}

/** What is compared as it stands. */
export const plain = (value: object): ComparableRecord => value as ComparableRecord;

/** A list as a record by its items' names; a name that comes again is numbered. */
export function byName<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  comparable: (item: T) => Comparable,
): ComparableRecord {
  return Object.fromEntries(
    [...Map.groupBy(items, nameOf)].flatMap(([name, alike]) =>
      alike.map((item, index) => [index === 0 ? name : `${name} (${index + 1})`, comparable(item)] as const),
    ),
  );
}

export const comparableMetadata = (metadata: readonly MetadataEntry[] = []): ComparableRecord =>
  byName(
    metadata,
    ({ key }) => key,
    ({ value }) => value,
  );
