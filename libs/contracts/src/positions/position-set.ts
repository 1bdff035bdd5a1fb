/** Positions from `first` to `last`, both included. */
export type PositionRange = readonly [first: number, last: number];

/**
 * A set of positions of a log, as the ranges it consists of: what a consumer has taken in, when messages of different
 * streams come in any order. Written as PostgreSQL writes an `int8multirange`, e.g. `{[1,951),[953,961)}`.
 */
export class PositionSet {
  /** @param ranges sorted, apart from each other */
  private constructor(readonly ranges: readonly PositionRange[]) {}

  static readonly empty = new PositionSet([]);

  static of(positions: Iterable<number>): PositionSet {
    return PositionSet.joined([...positions].map((position) => [position, position] as const));
  }

  /** Everything from the first position of a log to `last`; nothing for 0. */
  static upTo(last: number): PositionSet {
    return last < 1 ? PositionSet.empty : new PositionSet([[1, last]]);
  }

  /** @throws Error for a text that is no set of positions */
  static parse(text: string): PositionSet {
    if (!/^\{(\[\d+,\d+\)(,\[\d+,\d+\))*)?\}$/.test(text)) throw new Error(`${text} is no set of positions`);
    const ranges = [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(
      ([, from, end]) => [Number(from), Number(end) - 1] as const,
    );
    return PositionSet.joined(ranges);
  }

  /** The last position before the first that is missing; 0 where the first is. */
  get reach(): number {
    const [first] = this.ranges;
    return first?.[0] === 1 ? first[1] : 0;
  }

  has(position: number): boolean {
    return this.ranges.some(([first, last]) => first <= position && position <= last);
  }

  /** Whether every position of another set is in this one. */
  includes(other: PositionSet): boolean {
    return other.ranges.every(([from, to]) => this.ranges.some(([first, last]) => first <= from && to <= last));
  }

  with(other: PositionSet): PositionSet {
    return PositionSet.joined([...this.ranges, ...other.ranges]);
  }

  toString(): string {
    return `{${this.ranges.map(([first, last]) => `[${first},${last + 1})`).join(',')}}`;
  }

  /** Sorts ranges and joins those that touch. */
  static joined(ranges: readonly PositionRange[]): PositionSet {
    const result: [number, number][] = [];
    for (const [first, last] of [...ranges].sort(([one], [other]) => one - other)) {
      const before = result.at(-1);
      if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
      else result.push([first, last]);
    }
    return new PositionSet(result);
  }
}
