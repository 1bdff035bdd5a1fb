import fc from 'fast-check';
import { CallLog, windowMilliseconds } from './call-log';

const gaps = fc.array(fc.oneof(fc.nat(50), fc.nat(20_000), fc.nat(90_000)), { minLength: 1, maxLength: 4_000 });

describe('the log of calls', () => {
  it('counts the calls of the last minute, knows when the first of them goes, and forgets none', () => {
    fc.assert(
      fc.property(gaps, (pauses) => {
        const log = new CallLog();
        const times: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          log.record(now);
          times.push(now);
          const counted = times.filter((time) => time > now - windowMilliseconds);
          expect(log.calls(now)).toBe(counted.length);
          expect(log.freesAt(now)).toBe((counted[0] ?? 0) + windowMilliseconds);
          expect(log.expired + counted.length).toBe(times.length);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('has nothing to wait for when it is empty', () => {
    expect(new CallLog().freesAt(7)).toBe(7);
  });
});
