import fc from 'fast-check';
import { defaultQuarantinePolicy as policy, nextProbe, quarantineByProportion } from './quarantine';

const count = fc.nat(100_000);
const counts = fc.record({ nonReference: count, reference: count, succeeded: count });

describe('a quarantine by proportion', () => {
  it('is neither begun by more that succeeds nor ended by more that fails', () => {
    fc.assert(
      fc.property(counts, count, (before, more) => {
        const isQuarantined = (now: typeof before) => quarantineByProportion(now, policy) !== undefined;
        const better = { ...before, succeeded: before.succeeded + more };
        const worse = [
          { ...before, nonReference: before.nonReference + more },
          { ...before, reference: before.reference + more },
        ];
        if (!isQuarantined(before)) expect(isQuarantined(better)).toBe(false);
        else expect(worse.map(isQuarantined)).toEqual([true, true]);
      }),
    );
  });

  it('never has less than 5,000 failures', () => {
    fc.assert(
      fc.property(counts, (now) => {
        if (quarantineByProportion(now, policy)) expect(now.nonReference + now.reference).toBeGreaterThanOrEqual(5_000);
      }),
    );
  });

  it('has a next probe however many have failed, and never sooner than the one before', () => {
    const codes = fc.constantFrom('EncounteredQuarantineException', 'EncounteredTotalEscrowThreshold');
    fc.assert(
      fc.property(codes, fc.nat(10_000), (code, failed) => {
        const wait = nextProbe(code, failed, policy);
        expect(wait).toBeGreaterThan(0);
        expect(nextProbe(code, failed + 1, policy)).toBeGreaterThanOrEqual(wait);
      }),
    );
  });
});
