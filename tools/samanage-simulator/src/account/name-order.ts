interface Entry<Row> {
  readonly key: string;
  readonly row: Row;
}

/** Rows in the order of their names, letter case aside, as lists come (samanage-api.md §2.6); kept, never sorted again. */
export class NameOrder<Row extends { readonly id: number; readonly name: string }> {
  private readonly entries: Entry<Row>[] = [];
  private readonly keys = new Map<number, string>();

  get size(): number {
    return this.entries.length;
  }

  add(row: Row): void {
    const key = row.name.toLowerCase();
    this.keys.set(row.id, key);
    this.entries.splice(this.placeOf(key, row.id), 0, { key, row });
  }

  remove(row: Row): void {
    const key = this.keys.get(row.id);
    if (key === undefined) return;
    this.keys.delete(row.id);
    this.entries.splice(this.placeOf(key, row.id), 1);
  }

  slice(from: number, to: number): Row[] {
    return this.entries.slice(from, to).map(({ row }) => row);
  }

  filter(fits: (row: Row) => boolean): Row[] {
    return this.entries.filter(({ row }) => fits(row)).map(({ row }) => row);
  }

  /** Some of the rows, in order. */
  sorted(rows: readonly Row[]): Row[] {
    // Many are picked out faster than sorted.
    if (rows.length > this.size / 16) {
      const wanted = new Set(rows);
      return this.filter((row) => wanted.has(row));
    }
    const places = new Map(rows.map((row) => [row, this.placeOf(this.keys.get(row.id) ?? '', row.id)]));
    return [...rows].sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
  }

  /** Rows of one name stand in the order of their ids. */
  private placeOf(key: string, id: number): number {
    let from = 0;
    let to = this.entries.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const entry = this.entries[middle] as Entry<Row>;
      const isBefore = entry.key < key || (entry.key === key && entry.row.id < id);
      if (isBefore) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
