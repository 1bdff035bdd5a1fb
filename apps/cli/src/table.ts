import { printable } from './printable';

/** What stands in a cell; null is an empty one. */
export type Cell = string | number | null;

/** A column: its title, and what stands in it for each row. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => Cell;
}

/** The lines of a table: titles, a rule, the rows. Columns of numbers stand to the right, all others to the left. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  const aligned = columns.map(({ title, cell }) => alignedColumn(title, rows.map(cell)));
  const lines = Array.from({ length: rows.length + 2 }, (_, line) => aligned.map((texts) => texts[line]).join('  '));
  return lines.map((line) => line.trimEnd());
}

function alignedColumn(title: string, cells: readonly Cell[]): string[] {
  const texts = [title, '-'.repeat(title.length), ...cells.map((cell) => printable(String(cell ?? '')))];
  const width = Math.max(...texts.map(({ length }) => length));
  const ofNumbers = cells.every((cell) => typeof cell === 'number');
  return texts.map((text) => (ofNumbers ? text.padStart(width) : text.padEnd(width)));
}
