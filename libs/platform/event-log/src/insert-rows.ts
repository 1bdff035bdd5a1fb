import type { Sql } from './database';

/** How rows meet those that are there: `key` says which columns make a row the same row. */
export interface UpsertTarget {
  readonly table: string;
  readonly key: readonly string[];
  /** The columns that are written; all others keep their value or take their default. */
  readonly columns: readonly string[];
  /** Columns that a row that is there keeps. */
  readonly keep?: readonly string[];
}

/**
 * Writes any number of rows in one statement whose text never changes, so that it stays prepared. Values travel as
 * one JSON array and take the types of the table's columns. A key must not occur twice in `rows`.
 */
export async function upsertRows(tx: Sql, target: UpsertTarget, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = target.columns.join(', ');
  const updates = target.columns
    .filter((column) => !target.key.includes(column) && !target.keep?.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  await tx.query({
    name: `upsert ${target.table}`,
    text: `INSERT INTO ${target.table} (${columns})
      SELECT ${columns} FROM json_populate_recordset(NULL::${target.table}, $1)
      ON CONFLICT (${target.key.join(', ')}) DO ${updates.length ? `UPDATE SET ${updates.join(', ')}` : 'NOTHING'}`,
    values: [JSON.stringify(rows)],
  });
}

/** Appends rows in one statement; a row that is there already is an error. */
export async function insertRows(
  tx: Sql,
  table: string,
  columns: readonly string[],
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  const list = columns.join(', ');
  await tx.query({
    name: `insert ${table}`,
    text: `INSERT INTO ${table} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${table}, $1)`,
    values: [JSON.stringify(rows)],
  });
}
