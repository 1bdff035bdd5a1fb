import { type Outcome, type Run, saturate } from './testing/saturated-run';

/** Of the ten minutes after the first. */
const usedOf = ({ taken, takenFromOther }: Outcome, limit: number) => (taken + takenFromOther) / (10 * limit);
const refusedOf = ({ taken, refused }: Outcome) => refused / (taken + refused);

const runOf = (run: Omit<Run, 'minutes' | 'seed'>): Run => ({ ...run, minutes: 11, seed: 7 });

function expectGoodManners(outcome: Outcome, concurrency: number) {
  expect(refusedOf(outcome)).toBeLessThan(0.01);
  expect(outcome.tooEarly).toBe(0);
  expect(outcome.mostAtOnce).toBeLessThanOrEqual(concurrency);
  expect(outcome.urgentWaits).toHaveLength(50);
  expect(outcome.urgentWaits.at(-1)).toBeLessThan(60_000);
}

const windows = ['first-call', 'clock', 'sliding'] as const;
const headers = ['seconds', 'reset', 'bare'] as const;
const sizes = [
  { limit: 1_000, concurrency: 4 },
  { limit: 1_000, concurrency: 8 },
  { limit: 1_500, concurrency: 8 },
];
const accounts = windows.flatMap((window) => headers.map((style) => ({ window, headers: style })));
const cases = accounts.flatMap((account) => sizes.map((size) => ({ ...account, ...size })));

describe('a budget with more work than the account allows', () => {
  it.each([
    ...cases,
    ...windows.flatMap((window) => [
      { window, headers: 'date' as const, limit: 1_000, concurrency: 6 },
      { window, headers: 'limit' as const, limit: 1_500, concurrency: 6 },
    ]),
  ])('uses 95 % and hears few refusals: $window, $headers, $limit, $concurrency at once', async (account) => {
    const outcome = await saturate(runOf(account));
    expect(usedOf(outcome, account.limit)).toBeGreaterThanOrEqual(0.95);
    expectGoodManners(outcome, account.concurrency);
  });

  it.each(cases)(
    'leaves another client its part and takes it back: $window, $headers, $limit, $concurrency at once',
    async (account) => {
      const other = { perMinute: 0.3 * account.limit, from: 4, to: 8 };
      const outcome = await saturate({ ...runOf(account), other });
      expect(usedOf(outcome, account.limit)).toBeGreaterThanOrEqual(0.9);
      expectGoodManners(outcome, account.concurrency);
    },
  );

  it.each(accounts)('goes on with the limit of whoever had the lease before: $window, $headers', async (account) => {
    const initial = { limitPerMinute: 1_000, closedUntil: null, used: 0 };
    const outcome = await saturate({ ...runOf({ ...account, limit: 1_000, concurrency: 8 }), initial });
    expect(usedOf(outcome, 1_000)).toBeGreaterThanOrEqual(0.95);
    expect(outcome.urgentWaits.at(-1)).toBeLessThan(40_000);
  });

  it('does not try again and again where each refusal closes for a minute', async () => {
    const account = { window: 'sliding', headers: 'always-a-minute', limit: 1_000, concurrency: 8 } as const;
    const outcome = await saturate({ ...runOf(account), minutes: 31 });
    expect(outcome.taken / 30_000).toBeGreaterThanOrEqual(0.9);
    expectGoodManners(outcome, 8);
  });

  it('does not count a minute where Samanage shows that it counts less', async () => {
    const account = { window: 'first-call', headers: 'seconds', limit: 100, concurrency: 4, length: 10_000 } as const;
    const outcome = await saturate(runOf(account));
    expect(outcome.taken / 6_000).toBeGreaterThanOrEqual(0.8);
  });

  it('holds nothing back where nothing is refused', async () => {
    const outcome = await saturate(runOf({ window: 'sliding', headers: 'bare', limit: 100_000, concurrency: 8 }));
    expect([outcome.refused, outcome.state.limitPerMinute]).toEqual([0, null]);
    expect(outcome.taken).toBeGreaterThan(8 * 10 * 60 * (1_000 / 165) * 0.97);
  });
});
