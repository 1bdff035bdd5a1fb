/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** What a bench measured, a row a thing. */
export interface Row {
  readonly what: string;
  /** A second, one number a round. */
  readonly perSecond: readonly number[];
  readonly p50?: number;
  readonly p99?: number;
}

export function print(title: string, method: string, rows: readonly Row[]): void {
  printTable(title, method, [
    ['what', 'a second, median', 'rounds', 'p50 ms', 'p99 ms'],
    ...rows.map(({ what, perSecond, p50, p99 }) => {
      const rounds = perSecond.map((number) => Math.round(number)).join(', ');
      return [what, String(Math.round(median(perSecond))), rounds, String(p50 ?? ''), String(p99 ?? '')];
    }),
  ]);
}

/** Prints a table whose first row is its head. */
export function printTable(title: string, method: string, [head = [], ...rows]: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  console.log(`\n## ${title}\n\n${method}\n`);
  for (const cells of [head, head.map(() => '---'), ...rows]) console.log(line(cells));
}
