import type { Admission } from './admission';
import { BudgetClosed, RateBudget, type RateBudgetOptions } from './rate-budget';
import { VirtualClock } from './testing/virtual-clock';

const start = 1_790_000_000_000;
const done = { status: 200, headers: {} };
const refused = { status: 429, headers: {} };
const refusedFor = (seconds: number) => ({ status: 429, headers: { 'Retry-After': String(seconds) } });

function budgetOf(options: Partial<RateBudgetOptions> = {}) {
  const clock = new VirtualClock(start);
  const budget = new RateBudget({ concurrency: 4, now: clock.now, wait: clock.wait, ...options });
  const passed = (seconds: number) => clock.runUntil(clock.now() + seconds * 1_000);
  return { budget, clock, passed };
}

/** Makes calls one after another, as long as leave is given at once. */
async function callAtOnce(budget: RateBudget, times: number, urgent = false): Promise<number> {
  let made = 0;
  while (made < times && budget.room(urgent) > 0) {
    (await budget.admit(urgent)).answered(done);
    made += 1;
  }
  return made;
}

/** Whom the budget lets in, in order. */
function queue(budget: RateBudget) {
  const order: string[] = [];
  const admissions: Admission[] = [];
  const ask = (name: string, urgent: boolean) =>
    void budget.admit(urgent).then((admission) => {
      order.push(name);
      admissions.push(admission);
    });
  return { order, admissions, ask };
}

const known = (limitPerMinute: number) => ({ initial: { limitPerMinute, closedUntil: null, used: 0 } });

describe('a rate budget', () => {
  it('gives leave to so many calls at once, and then to one for each that ends', async () => {
    const { budget, passed } = budgetOf({ concurrency: 2 });
    const { order, admissions, ask } = queue(budget);
    for (const name of ['a', 'b', 'c', 'd', 'e']) ask(name, false);
    await passed(1);
    expect(order).toEqual(['a', 'b']);
    admissions[0]?.answered(done);
    admissions[1]?.failed();
    await passed(0);
    admissions[2]?.notMade();
    await passed(0);
    expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('lets urgent calls in first, and else who asked first', async () => {
    const { budget, passed } = budgetOf({ concurrency: 1 });
    const { order, admissions, ask } = queue(budget);
    for (const [name, urgent] of [
      ['a', false],
      ['b', false],
      ['c', false],
      ['d', true],
      ['e', true],
    ] as const) {
      ask(name, urgent);
    }
    for (let ended = 0; ended < 5; ended += 1) {
      await passed(0);
      admissions[ended]?.answered(done);
    }
    expect(order).toEqual(['a', 'd', 'e', 'b', 'c']);
  });

  it('is told the end of a call once', async () => {
    const admission = await budgetOf().budget.admit(false);
    admission.answered(done);
    expect(() => admission.failed()).toThrow('twice');
  });

  it('turns away who does not wait any longer, and everybody when it is closed', async () => {
    const { budget, passed } = budgetOf({ concurrency: 1 });
    const running = await budget.admit(false);
    const leaving = new AbortController();
    const first = budget.admit(true, leaving.signal);
    const second = budget.admit(false);
    leaving.abort();
    await expect(first).rejects.toThrow(BudgetClosed);
    await expect(budget.admit(true, leaving.signal)).rejects.toThrow(BudgetClosed);
    budget.close();
    await expect(second).rejects.toThrow(BudgetClosed);
    await expect(budget.admit(true)).rejects.toThrow(BudgetClosed);
    running.answered(done);
    await passed(1);
  });

  it('has room for whom it would let in at once', async () => {
    const { budget, passed } = budgetOf({ concurrency: 3 });
    const { admissions, ask } = queue(budget);
    expect([budget.room(false), budget.room(true)]).toEqual([3, 3]);
    ask('a', false);
    ask('b', false);
    await passed(0);
    expect([budget.room(false), budget.room(true)]).toEqual([1, 1]);
    for (const name of ['c', 'd']) ask(name, false);
    admissions[0]?.answered(refusedFor(1));
    expect([budget.room(false), budget.room(true)]).toEqual([0, 0]);
    await passed(1);
    expect([budget.room(false), budget.room(true)]).toEqual([0, 0]);
  });

  it.each([
    ['429 with Retry-After', refusedFor(20), 20],
    ['429 with a reset', { status: 429, headers: { 'X-RateLimit-Reset': String(start / 1_000 + 20) } }, 20],
    ['503 with Retry-After', { status: 503, headers: { 'retry-after': '20' } }, 20],
    [
      '201 with nothing remaining',
      { status: 201, headers: { 'X-Ratelimit-Remaining': '0', 'X-Ratelimit-Reset': String(start / 1_000 + 20) } },
      20,
    ],
    ['429 alone', refused, 1],
    ['503 alone', { status: 503, headers: {} }, 0],
    ['200', done, 0],
  ] as const)('after %s makes no call for as long as it asks', async (_, answer, seconds) => {
    const { budget, clock, passed } = budgetOf();
    (await budget.admit(false)).answered(answer);
    expect(budget.state().closedUntil).toBe(seconds === 0 ? null : start + seconds * 1_000);
    let admittedAt = Number.NaN;
    void budget.admit(true).then(() => (admittedAt = clock.now()));
    await passed(60);
    expect(admittedAt).toBe(start + seconds * 1_000);
  });

  it('after refusals that do not say for how long, tries once after a second, two, four and so on to a minute', async () => {
    const { budget, clock } = budgetOf();
    const tries: number[] = [];
    const attempt = async () => {
      for (;;) {
        const admission = await budget.admit(false);
        tries.push((clock.now() - start) / 1_000);
        await clock.wait(0);
        admission.answered(refused);
      }
    };
    void attempt().catch(() => undefined);
    await clock.runUntil(start + 200_000);
    budget.close();
    expect(tries).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
  });

  it('after a refusal tries with one call, and with one more for each that is taken', async () => {
    const { budget, passed } = budgetOf({ concurrency: 4 });
    (await budget.admit(false)).answered(refusedFor(10));
    await passed(10);
    const rooms = [];
    for (let call = 0; call < 4; call += 1) {
      rooms.push(budget.room(false));
      (await budget.admit(false)).answered(done);
    }
    expect(rooms).toEqual([1, 2, 3, 4]);
  });

  it('learns the limit from a refusal, but not in its first minute, when others may have used a part', async () => {
    const { budget, passed } = budgetOf();
    await callAtOnce(budget, 200);
    (await budget.admit(false)).answered(refusedFor(60));
    expect(budget.state().limitPerMinute).toBeNull();
    await passed(60);
    await callAtOnce(budget, 1_000);
    (await budget.admit(false)).answered(refusedFor(30));
    expect(budget.state()).toEqual({ limitPerMinute: 1_000, closedUntil: start + 90_000, used: 1_000 });
  });

  it('does not learn a limit from an outage', async () => {
    const { budget, passed } = budgetOf();
    await passed(61);
    (await budget.admit(false)).answered({ status: 503, headers: { 'Retry-After': '5' } });
    expect(budget.state().limitPerMinute).toBeNull();
  });

  it('keeps a tenth of the limit for urgent calls, and gives it to all towards the end of the window', async () => {
    const { budget, passed } = budgetOf(known(1_000));
    expect(await callAtOnce(budget, 2_000)).toBe(900);
    expect(await callAtOnce(budget, 60, true)).toBe(60);
    await passed(58);
    // Then one more, which shows that the limit is larger; each further one makes a larger step.
    const rest = await callAtOnce(budget, 41);
    expect([rest, budget.state().limitPerMinute]).toEqual([41, 1_001]);
  });

  it('tries one call beyond the limit at a time, and once a window if it is refused', async () => {
    const { budget, passed } = budgetOf(known(100));
    await callAtOnce(budget, 90);
    await passed(58);
    await callAtOnce(budget, 10);
    expect(budget.room(false)).toBe(1);
    const beyond = await budget.admit(false);
    expect(budget.room(false)).toBe(0);
    beyond.answered(refusedFor(2));
    expect(budget.state().limitPerMinute).toBe(100);
    await passed(3);
    // 90 calls are a minute ago, ten are not.
    expect(await callAtOnce(budget, 200)).toBe(90);
    expect(budget.room(true)).toBe(0);
  });

  it('lowers the limit when others call as well', async () => {
    const { budget, passed } = budgetOf(known(1_000));
    await passed(61);
    await callAtOnce(budget, 400);
    (await budget.admit(false)).answered(refusedFor(30));
    expect(budget.state().limitPerMinute).toBe(380);
  });

  it('does not take a call without an answer for proof that more is allowed', async () => {
    const { budget, passed } = budgetOf(known(10));
    await callAtOnce(budget, 9);
    await passed(58);
    await callAtOnce(budget, 1);
    (await budget.admit(false)).failed();
    (await budget.admit(false)).answered({ status: 502, headers: {} });
    expect(budget.state()).toMatchObject({ limitPerMinute: 10, used: 12 });
  });

  it('takes the limit from Samanage if it says it, and stops where it says that nothing is left', async () => {
    const { budget } = budgetOf();
    const headers = (remaining: number) => ({
      'X-RateLimit-Limit': '1500',
      'X-RateLimit-Remaining': String(remaining),
      'X-RateLimit-Reset': String(start / 1_000 + 30),
    });
    (await budget.admit(false)).answered({ status: 200, headers: headers(3) });
    expect([budget.room(true), budget.state().limitPerMinute]).toEqual([3, 4]);
    for (const remaining of [2, 1, 0])
      (await budget.admit(true)).answered({ status: 200, headers: headers(remaining) });
    expect([budget.room(true), budget.state().closedUntil]).toEqual([0, start + 30_000]);
  });

  it('goes on with the penalty and the limit of whoever had the lease before', async () => {
    const initial = { limitPerMinute: 700, closedUntil: start + 5_000, used: 600 };
    const { budget, passed } = budgetOf({ initial });
    expect([budget.room(true), budget.state()]).toEqual([0, { ...initial, used: 0 }]);
    await passed(5);
    expect(await callAtOnce(budget, 2_000)).toBe(630);
  });
});
