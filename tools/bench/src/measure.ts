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
  console.log(`\n## ${title}\n\n${method}\n`);
  console.log('| what | a second, median | rounds | p50 ms | p99 ms |\n| --- | --- | --- | --- | --- |');
  for (const { what, perSecond, p50, p99 } of rows) {
    const rounds = perSecond.map((number) => Math.round(number)).join(', ');
    console.log(`| ${what} | ${Math.round(median(perSecond))} | ${rounds} | ${p50 ?? ''} | ${p99 ?? ''} |`);
  }
}
