import fc from 'fast-check';
import { Breaker } from './breaker';

const step = fc.record({
  what: fc.constantFrom('failed', 'failed', 'failed', 'succeeded', 'probed'),
  after: fc.nat(90_000),
  chance: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('a breaker', () => {
  it('is open from the fifth failure in a row to the next success, and asks for a probe within a minute', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const at = { now: 0, chance: 0 };
        const breaker = new Breaker({ now: () => at.now, random: () => at.chance });
        let inARow = 0;
        for (const [number, { what, after, chance }] of steps.entries()) {
          at.now += after;
          at.chance = chance;
          if (what === 'succeeded') breaker.succeeded();
          else if (what === 'failed') breaker.failed({ code: String(number), message: '', request: null });
          else if (breaker.probeDue()) breaker.probed(false);
          if (what === 'failed') inARow += 1;
          if (what === 'succeeded') inARow = 0;
          expect(breaker.mayCall()).toBe(inARow < 5);
          expect([breaker.openSince === null, breaker.cause === null]).toEqual([inARow < 5, inARow < 5]);
        }
        at.now += 60_000;
        expect(breaker.probeDue()).toBe(inARow >= 5);
      }),
    );
  });
});
