import { onlyNeeded, type Row, type RowChange, type Rows, rowsOf, type RowsNeeded } from '@waybill/decider';
import { Overlay, type WorkingSet } from './working-set';

/**
 * Rows of collections as a batch sees them: those that were read, and over them what its commands did. Rows that no
 * command of the batch needs are not followed.
 */
export class RowBook implements Rows {
  private readonly places: ReadonlyMap<string, Overlay<Row | null>>;
  private readonly touched = new Set<Overlay<Row | null>>();

  constructor(read: WorkingSet['rows']) {
    this.places = new Map([...read].map(([place, rows]) => [place, new Overlay<Row | null>(rows)]));
  }

  /** @throws TypeError where the log has none of the collections that are needed */
  shown(needed: readonly RowsNeeded[] = []): Rows {
    const missing = needed.find((place) => !this.places.has(rowsOf(place)));
    if (missing) throw new TypeError(`the log has no collection ${missing.collection}`);
    return onlyNeeded(this, needed);
  }

  get(collection: string, owner: string, key: string): Row | undefined {
    return this.places.get(rowsOf({ collection, owner }))?.get(key) ?? undefined;
  }

  all(collection: string, owner: string): ReadonlyMap<string, Row> {
    const rows = this.places.get(rowsOf({ collection, owner }))?.all() ?? [];
    return new Map([...rows].filter((entry): entry is [string, Row] => entry[1] !== null));
  }

  follow(changes: readonly RowChange[] = []): void {
    for (const change of changes) {
      const rows = this.places.get(rowsOf(change));
      if (!rows) continue;
      rows.set(change.key, change.row);
      this.touched.add(rows);
    }
  }

  settle(): void {
    for (const rows of this.touched) rows.settle();
    this.touched.clear();
  }

  forget(): void {
    for (const rows of this.touched) rows.forget();
    this.touched.clear();
  }
}
