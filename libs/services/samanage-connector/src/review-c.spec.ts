import { defaultQuarantinePolicy } from './domain/health/quarantine';
import { Breaker } from './outbound/budget/breaker';
import { JobHealth } from './outbound/writer/job-health';
import { SamanageFailure } from './outbound/api/samanage-failure';

const healthWith = (over: object) =>
  new JobHealth({
    policy: defaultQuarantinePolicy,
    breaker: new Breaker({ now: Date.now, random: Math.random }),
    now: Date.now,
    knock: () => Promise.resolve(undefined),
    prove: () => Promise.resolve({ code: 'Unauthorized', message: '401', request: null }),
    counts: () => Promise.resolve({ nonReference: 0, reference: 0, succeeded: 0 }),
    takeOver: () => Promise.resolve(false),
    enter: () => Promise.resolve(),
    lift: () => Promise.resolve(),
    ...over,
  });
const quarantine = {
  code: 'EncounteredQuarantineException',
  error: { code: 'Timeout', message: '' },
  request: null,
  currentBegan: '2026-01-01T00:00:00Z',
  seriesBegan: '2026-01-01T00:00:00Z',
  seriesCount: 0,
  nextAttempt: '2026-01-01T00:00:00Z',
} as const;
const active = { credentialId: 'a', kind: 'token', baseAddress: 'https://api.samanage.com' } as const;

describe('review: health', () => {
  it('9 a standby takes over when the probe of a quarantine finds the token refused', async () => {
    const takeOver = jest.fn(() => Promise.resolve(true));
    const health = healthWith({ takeOver });
    await health.check({ quarantine, active });
    expect(takeOver).toHaveBeenCalled();
  });

  it('9b credentials saved while the writer was away are probed at once', async () => {
    const prove = jest.fn(() => Promise.resolve(undefined));
    const health = healthWith({ prove });
    // A new writer: the quarantine is of other credentials, whose next probe is in an hour.
    await health.check({
      quarantine: { ...quarantine, nextAttempt: new Date(Date.now() + 3_600_000).toISOString() },
      active,
    });
    expect(prove).toHaveBeenCalled();
  });

  it('9c the trial of a quarantine by proportion does not pass an open breaker', () => {
    const breaker = new Breaker({ now: Date.now, random: Math.random });
    const health = healthWith({ breaker });
    const proportion = { ...quarantine, code: 'EncounteredEscrowProportionThreshold' } as const;
    void health.check({ quarantine: proportion, active });
    for (let n = 0; n < 5; n += 1) health.heard('GET', new SamanageFailure('unavailable', 'Timeout', ''));
    expect(breaker.mayCall()).toBe(false);
    expect(health.allowed({ quarantine: proportion }, 4)).toBe(0);
  });

  it('9d an attempt that was only broken off does not prolong the quarantine', async () => {
    const enter = jest.fn(() => Promise.resolve());
    const health = healthWith({ enter });
    const proportion = { ...quarantine, code: 'EncounteredEscrowProportionThreshold' } as const;
    await health.check({ quarantine: proportion, active });
    health.begun();
    // Worker.work returns false also for NoLicence and BudgetClosed
    await health.attempted(false, { quarantine: proportion });
    expect(enter).not.toHaveBeenCalled();
  });
});
