import { Breaker } from './breaker';

const cause = { code: 'Timeout', message: 'no answer', request: null };

function breakerAt() {
  const clock = { now: 0 };
  const breaker = new Breaker({ now: () => clock.now, random: () => 1 });
  const fail = (times: number) => Array.from({ length: times }, () => breaker.failed(cause));
  return { breaker, clock, fail };
}

describe('the breaker of a job', () => {
  it('opens after five failures in a row, and names what opened it', () => {
    const { breaker, clock, fail } = breakerAt();
    fail(4);
    expect(breaker.mayCall()).toBe(true);
    clock.now = 7_000;
    fail(1);
    expect([breaker.mayCall(), breaker.openSince, breaker.cause]).toEqual([false, 7_000, cause]);
  });

  it('does not open for one subject that always fails while others succeed', () => {
    const { breaker, fail } = breakerAt();
    for (let round = 0; round < 20; round += 1) {
      fail(4);
      breaker.succeeded();
    }
    expect(breaker.mayCall()).toBe(true);
  });

  it('asks for probes after a second, two, four and so on up to a minute', () => {
    const { breaker, clock, fail } = breakerAt();
    fail(5);
    const waits = Array.from({ length: 8 }, () => {
      const begun = clock.now;
      while (!breaker.probeDue()) clock.now += 100;
      breaker.probed(false);
      return (clock.now - begun) / 1_000;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('closes when a probe is answered, or a call that was on its way', () => {
    for (const answer of ['probed', 'succeeded'] as const) {
      const { breaker, fail } = breakerAt();
      fail(5);
      if (answer === 'probed') breaker.probed(true);
      else breaker.succeeded();
      expect([breaker.mayCall(), breaker.openSince, breaker.cause]).toEqual([true, null, null]);
    }
  });
});
