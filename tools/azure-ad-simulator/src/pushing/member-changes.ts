/** What one PATCH does to the members of a group. */
export interface MemberChange {
  readonly operation: 'members-add' | 'members-remove';
  /** SCIM ids. */
  readonly ids: readonly string[];
}

/** How many members one PATCH names at most. */
export const batchSize = 20;

/**
 * What leads from the members that were pushed to those that are wanted, in batches: additions first.
 *
 * @param pushed SCIM ids, as are those wanted
 */
export function memberChanges(pushed: Iterable<string>, wanted: Iterable<string>): MemberChange[] {
  const before = new Set(pushed);
  const after = new Set(wanted);
  return [
    ...batchesOf(without(after, before)).map((ids) => ({ operation: 'members-add' as const, ids })),
    ...batchesOf(without(before, after)).map((ids) => ({ operation: 'members-remove' as const, ids })),
  ];
}

/** The members after a change, sorted. */
export function membersAfter(members: readonly string[], { operation, ids }: MemberChange): string[] {
  const after = operation === 'members-add' ? [...new Set([...members, ...ids])] : without(members, new Set(ids));
  return after.sort();
}

const without = (ids: Iterable<string>, others: ReadonlySet<string>) => [...ids].filter((id) => !others.has(id));

const batchesOf = (ids: readonly string[]) =>
  Array.from({ length: Math.ceil(ids.length / batchSize) }, (_, batch) =>
    ids.slice(batch * batchSize, (batch + 1) * batchSize),
  );
