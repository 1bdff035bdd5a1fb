import { PositionSet } from '@waybill/contracts';

const partitions = 3;

/** How far one has come with the log of another that is brought in partitions, each in its own order. */
export class Delivery {
  private readonly come = Array.from({ length: partitions }, () => 0);

  /** What comes next of a log, from the partition that `fate` chooses among those that have something. */
  next<Fact>(log: readonly Fact[], fate: number): { readonly fact: Fact; readonly position: number } | undefined {
    const waiting = this.come.flatMap((count, partition) => {
      const position = count * partitions + partition + 1;
      const fact = log[position - 1];
      return fact === undefined ? [] : { fact, position, partition };
    });
    const next = waiting[fate % Math.max(1, waiting.length)];
    if (next) this.come[next.partition] = (this.come[next.partition] ?? 0) + 1;
    return next;
  }

  /** How much of a log has not come yet. */
  left(log: readonly unknown[]): number {
    return log.length - this.come.reduce((sum, count) => sum + count, 0);
  }

  get positions(): PositionSet {
    return PositionSet.of(
      this.come.flatMap((count, partition) => Array.from({ length: count }, (_, n) => n * partitions + partition + 1)),
    );
  }
}
