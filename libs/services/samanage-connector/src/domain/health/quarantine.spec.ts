import { defaultQuarantinePolicy as policy, nextProbe, quarantineByOutage, quarantineByProportion } from './quarantine';

describe('a quarantine', () => {
  it.each([
    // failing, missing a reference, succeeding, code (entra-provisioning.md §7.4, vectors)
    [4_000, 0, 0, undefined],
    [4_999, 0, 1, undefined],
    [5_000, 0, 7_501, undefined],
    [5_000, 0, 7_499, 'EncounteredEscrowProportionThreshold'],
    [45_000, 0, 1_000_000, 'EncounteredBaseEscrowThreshold'],
    [30_000, 0, 5_000, 'EncounteredEscrowProportionThreshold'],
    [20_000, 0, 100_000, undefined],
    [40_000, 21_000, 1_000_000, 'EncounteredTotalEscrowThreshold'],
    [0, 60_000, 0, undefined],
    [0, 60_001, 0, 'EncounteredTotalEscrowThreshold'],
  ] as const)('with %i failing, %i without a reference and %i well: %s', (nonReference, reference, succeeded, code) => {
    expect(quarantineByProportion({ nonReference, reference, succeeded }, policy)).toBe(code);
  });

  it.each([
    ['EncounteredQuarantineException', [1, 5, 15, 60, 60]],
    ['EncounteredBaseEscrowThreshold', [360, 720, 1_440, 1_440, 1_440]],
  ] as const)('by %s is probed after %j minutes', (code, minutes) => {
    expect(minutes.map((_, failed) => nextProbe(code, failed, policy) / 60_000)).toEqual(minutes);
  });

  it('begins when nobody has answered for fifteen minutes', () => {
    expect([899_999, 900_000].map((openFor) => quarantineByOutage(openFor, policy))).toEqual([false, true]);
  });
});
