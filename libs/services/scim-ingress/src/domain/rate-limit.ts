/** How often something may happen: so many at once, and so many a second in the long run. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** What is left of a rate at a moment. */
export interface Bucket {
  readonly left: number;
  /** Milliseconds of any clock that does not go back. */
  readonly at: number;
}

/** The bucket afterwards, and how long to wait for the next one; 0 where one was taken. */
export interface Taken {
  readonly bucket: Bucket;
  readonly waitMilliseconds: number;
}

/** Takes one out of a bucket; without a bucket there is a whole burst. One that is not there is not taken. */
export function takeOne(bucket: Bucket | undefined, { perSecond, burst }: Rate, now: number): Taken {
  const left = bucket ? Math.min(burst, bucket.left + ((now - bucket.at) * perSecond) / 1_000) : burst;
  if (left >= 1) return { bucket: { left: left - 1, at: now }, waitMilliseconds: 0 };
  return { bucket: { left, at: now }, waitMilliseconds: ((1 - left) * 1_000) / perSecond };
}

/** Says how many requests a second a job may make; more than 0. */
export abstract class RequestRates {
  abstract perSecond(jobId: string): number | Promise<number>;
}
