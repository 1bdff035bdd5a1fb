import { type Bucket, type Rate, takeOne } from '../domain/rate-limit';

interface Spent {
  readonly bucket: Bucket | undefined;
  /** Refusals that were not told. */
  readonly suppressed: number;
}

/** How many refusals each job may have in the log: a client that errs again and again must not fill it. */
export class RefusalsBudget {
  /** The one that was used last stands last. */
  private readonly jobs = new Map<string, Spent>();

  constructor(
    private readonly rate: Rate = { perSecond: 5, burst: 50 },
    private readonly mostJobs = 10_000,
  ) {}

  /** @returns how many were suppressed before this one; undefined where this one is suppressed too */
  take(jobId: string, now: number): number | undefined {
    const { bucket, suppressed } = this.spentOf(jobId);
    const taken = takeOne(bucket, this.rate, now);
    const isTold = taken.waitMilliseconds === 0;
    this.keep(jobId, { bucket: taken.bucket, suppressed: isTold ? 0 : suppressed + 1 });
    return isTold ? suppressed : undefined;
  }

  /** These were to be told, and could not be: the next one tells of them. */
  giveBack(jobId: string, count: number): void {
    const { bucket, suppressed } = this.spentOf(jobId);
    this.keep(jobId, { bucket, suppressed: suppressed + count });
  }

  private spentOf(jobId: string): Spent {
    return this.jobs.get(jobId) ?? { bucket: undefined, suppressed: 0 };
  }

  private keep(jobId: string, spent: Spent): void {
    this.jobs.delete(jobId);
    this.jobs.set(jobId, spent);
    const [oldest] = this.jobs.keys();
    if (this.jobs.size > this.mostJobs && oldest !== undefined) this.jobs.delete(oldest);
  }
}
