/** One row of a collection. */
export type Row = { readonly [column: string]: string | number | boolean | null };

/** Rows of a large collection that a decision must see: those with some keys, or all of one owner (architecture §3). */
export interface RowsNeeded {
  readonly collection: string;
  /** Whose rows, e.g. a group's id or a job's id. */
  readonly owner: string;
  readonly keys: readonly string[] | 'all';
}

/** What an event does to one row; null takes it away. */
export interface RowChange {
  readonly collection: string;
  readonly owner: string;
  readonly key: string;
  readonly row: Row | null;
}

/** The rows a decision may look at: those its command needs. */
export interface Rows {
  /**
   * @returns the row with a key, `undefined` where there is none
   * @throws TypeError for a row that was not asked for
   */
  get(collection: string, owner: string, key: string): Row | undefined;
  /**
   * @returns all rows of an owner by their keys, in no particular order
   * @throws TypeError where not all of them were asked for
   */
  all(collection: string, owner: string): ReadonlyMap<string, Row>;
}

/** Names the rows of one owner in one collection. */
export const rowsOf = ({ collection, owner }: Pick<RowsNeeded, 'collection' | 'owner'>): string =>
  `${collection}\n${owner}`;

/** Rows as a sequence of changes leaves them, all open to be looked at; the oracle for every stored collection. */
export class FoldedRows implements Rows {
  private readonly owners = new Map<string, Map<string, Row>>();

  follow(changes: Iterable<RowChange>): this {
    for (const change of changes) {
      const rows = this.owners.get(rowsOf(change)) ?? new Map<string, Row>();
      this.owners.set(rowsOf(change), rows);
      if (change.row === null) rows.delete(change.key);
      else rows.set(change.key, change.row);
    }
    return this;
  }

  get(collection: string, owner: string, key: string): Row | undefined {
    return this.all(collection, owner).get(key);
  }

  all(collection: string, owner: string): ReadonlyMap<string, Row> {
    return this.owners.get(rowsOf({ collection, owner })) ?? new Map<string, Row>();
  }
}

/** Lets a decision look at the rows its command needs, and at no others: what it did not ask for is not there to see. */
export function onlyNeeded(rows: Rows, needed: readonly RowsNeeded[]): Rows {
  const asked = union(needed);
  const askedFor = (collection: string, owner: string) => asked.get(rowsOf({ collection, owner }))?.keys;
  return {
    get(collection, owner, key) {
      const keys = askedFor(collection, owner);
      if (keys !== 'all' && !keys?.has(key)) throw unasked(`row ${key}`, collection, owner);
      return rows.get(collection, owner, key);
    },
    all(collection, owner) {
      if (askedFor(collection, owner) !== 'all') throw unasked('all rows', collection, owner);
      return rows.all(collection, owner);
    },
  };
}

/** Joins what several commands need: once for each owner in each collection, with every key, or all where one needs all. */
export const mergeNeeds = (needed: Iterable<RowsNeeded>): RowsNeeded[] =>
  [...union(needed).values()].map(({ keys, ...place }) => ({ ...place, keys: keys === 'all' ? keys : [...keys] }));

interface Union extends Pick<RowsNeeded, 'collection' | 'owner'> {
  readonly keys: Set<string> | 'all';
}

function union(needed: Iterable<RowsNeeded>): Map<string, Union> {
  const joined = new Map<string, Union>();
  for (const each of needed) {
    const { collection, owner } = each;
    const before = joined.get(rowsOf(each))?.keys ?? new Set<string>();
    joined.set(rowsOf(each), { collection, owner, keys: addKeys(before, each.keys) });
  }
  return joined;
}

function addKeys(before: Set<string> | 'all', keys: readonly string[] | 'all'): Set<string> | 'all' {
  if (before === 'all' || keys === 'all') return 'all';
  for (const key of keys) before.add(key);
  return before;
}

const unasked = (what: string, collection: string, owner: string): TypeError =>
  new TypeError(`${what} of ${owner} in ${collection} was looked at, and not asked for`);
