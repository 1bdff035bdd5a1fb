import fc from 'fast-check';
import { type Bucket, type Rate, takeOne } from './rate-limit';

const rates = fc.record({ perSecond: fc.integer({ min: 1, max: 100_000 }), burst: fc.integer({ min: 1, max: 5 }) });
/** Between requests, as parts of the time in which there is one more. */
const pause = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 1.5, noNaN: true }),
  fc.double({ min: 0, max: 20, noNaN: true }),
);
const pauses = fc.array(pause, { minLength: 10, maxLength: 100 });

/** Asks after each pause; tells at which moments it was let through, and how long it was told to wait otherwise. */
function ask(rate: Rate, waits: readonly number[]) {
  let bucket: Bucket | undefined;
  let now = 0;
  return waits.map((wait) => {
    now += (wait * 1_000) / rate.perSecond;
    const taken = takeOne(bucket, rate, now);
    bucket = taken.bucket;
    return { now, bucket, wait: taken.waitMilliseconds };
  });
}

describe('a rate limit', () => {
  it('never lets more through than the burst and what the time brought, over any stretch', () => {
    fc.assert(
      fc.property(rates, pauses, (rate, waits) => {
        const through = ask(rate, waits).filter(({ wait }) => wait === 0);
        for (const [first, { now: from }] of through.entries()) {
          for (const [last, { now: to }] of through.entries().drop(first)) {
            const most = rate.burst + ((to - from) * rate.perSecond) / 1_000;
            expect(last - first + 1).toBeLessThanOrEqual(most + 1e-6);
          }
        }
      }),
    );
  });

  it('lets whoever waits as long as it was told through, and not much sooner', () => {
    fc.assert(
      fc.property(rates, pauses, (rate, waits) => {
        for (const { now, bucket, wait } of ask(rate, waits).filter((each) => each.wait > 1e-3)) {
          expect(takeOne(bucket, rate, now + wait + 1e-6).waitMilliseconds).toBe(0);
          expect(takeOne(bucket, rate, now + wait * 0.99).waitMilliseconds).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('lets a steady client through that stays at its rate', () => {
    const rate = { perSecond: 8, burst: 1 };
    expect(ask(rate, Array<number>(1_000).fill(1)).every(({ wait }) => wait === 0)).toBe(true);
  });

  it('is not used up by requests that it does not let through', () => {
    const rate = { perSecond: 8, burst: 2 };
    const greedy = ask(rate, Array<number>(800).fill(1 / 8));
    expect(greedy.filter(({ wait }) => wait === 0)).toHaveLength(2 + 99);
  });
});
