import { defaultQuarantinePolicy } from '../../domain/health/quarantine';
import type { KeptCredentials, Quarantine } from '../../domain/job-state';
import { SamanageFailure } from '../api/samanage-failure';
import { Breaker } from '../budget/breaker';
import { JobHealth, type JobHealthParts } from './job-health';

const minute = 60_000;
const active: KeptCredentials = { credentialId: 'a', kind: 'token', baseAddress: 'https://api.samanage.com' };
const quarantine: Quarantine = {
  code: 'EncounteredQuarantineException',
  error: { code: 'Timeout', message: '' },
  request: null,
  currentBegan: '2026-01-01T00:00:00Z',
  seriesBegan: '2026-01-01T00:00:00Z',
  seriesCount: 0,
  nextAttempt: '2026-01-01T00:00:00Z',
};
const byProportion: Quarantine = { ...quarantine, code: 'EncounteredEscrowProportionThreshold' };
const nothingFails = { nonReference: 0, reference: 0, succeeded: 0 };

/** The health of a job whose credentials Samanage refuses, and what it did. */
function healthWith(over: Partial<JobHealthParts> = {}) {
  const parts = {
    policy: defaultQuarantinePolicy,
    breaker: new Breaker({ now: Date.now, random: Math.random }),
    now: Date.now,
    knock: () => Promise.resolve(undefined),
    prove: jest.fn(() => Promise.resolve({ code: 'Unauthorized', message: '401', request: null })),
    counts: () => Promise.resolve(nothingFails),
    takeOver: jest.fn(() => Promise.resolve(false)),
    enter: jest.fn(() => Promise.resolve()),
    lift: jest.fn(() => Promise.resolve()),
    ...over,
  };
  return { health: new JobHealth(parts), ...parts };
}

describe('the health of a job', () => {
  it('is looked after with the standby when the probe of a quarantine finds the token refused', async () => {
    const takeOver = jest.fn(() => Promise.resolve(true));
    const { health, enter } = healthWith({ takeOver });
    await health.check({ quarantine, active });
    expect(takeOver).toHaveBeenCalledTimes(1);
    expect(enter).not.toHaveBeenCalled();
  });

  it('is probed at once with credentials that were saved while no writer was there', async () => {
    const { health, prove } = healthWith();
    const nextAttempt = new Date(Date.now() + 60 * minute).toISOString();
    await health.check({ quarantine: { ...quarantine, nextAttempt }, active });
    expect(prove).toHaveBeenCalledTimes(1);
  });

  it('is not tried by an attempt while the breaker is open', async () => {
    const { health, breaker } = healthWith();
    await health.check({ quarantine: byProportion, active });
    expect(health.allowed({ quarantine: byProportion }, 4)).toBe(1);
    for (let call = 0; call < 5; call += 1) health.heard('GET', new SamanageFailure('unavailable', 'Timeout', ''));
    expect(breaker.mayCall()).toBe(false);
    expect(health.allowed({ quarantine: byProportion }, 4)).toBe(0);
  });

  it('is neither better nor worse for an attempt that was broken off, and tried again', async () => {
    const counts = () => Promise.resolve({ nonReference: 41_000, reference: 0, succeeded: 10 });
    const { health, enter, lift } = healthWith({ counts });
    await health.check({ quarantine: byProportion, active });
    health.begun();
    expect(health.allowed({ quarantine: byProportion }, 4)).toBe(0);
    await health.attempted('broken-off', { quarantine: byProportion });
    expect([enter, lift].map((each) => jest.mocked(each).mock.calls.length)).toEqual([0, 0]);
    expect(health.allowed({ quarantine: byProportion }, 4)).toBe(1);
  });

  it('is lifted by an attempt that went well, and counted anew after an hour (§7.4: any success lifts)', async () => {
    let now = Date.now();
    let current: Quarantine | null = null;
    const enter = jest.fn((told: Pick<Quarantine, 'code' | 'error' | 'request' | 'nextAttempt'>) => {
      current = { ...quarantine, ...told };
      return Promise.resolve();
    });
    const lift = jest.fn(() => {
      current = null;
      return Promise.resolve();
    });
    const counts = () => Promise.resolve({ nonReference: 41_000, reference: 0, succeeded: 10 });
    const breaker = new Breaker({ now: () => now, random: Math.random });
    const { health } = healthWith({ now: () => now, breaker, counts, enter, lift });
    for (let passed = 0; passed < 24 * 60; passed += 1) {
      await health.check({ quarantine: current, active });
      if (health.allowed({ quarantine: current }, 4) > 0) {
        health.begun();
        await health.attempted('ended', { quarantine: current });
      }
      now += minute + 1_000;
    }
    // Six hours to the first probe, and an hour in which all that is parked is tried: four times a day.
    expect([enter, lift].map(({ mock }) => mock.calls.length)).toEqual([4, 3]);
  });
});
