import { RefusalsBudget } from './refusals-budget';

describe('the refusals that a job may have in the log', () => {
  const rate = { perSecond: 5, burst: 3 };
  const take = (budget: RefusalsBudget, count: number, now: number, job = 'j1') =>
    Array.from({ length: count }, () => budget.take(job, now));

  it('are a burst, and then so many a second; the next one tells how many were left out', () => {
    const budget = new RefusalsBudget(rate);
    expect(take(budget, 5, 0)).toEqual([0, 0, 0, undefined, undefined]);
    expect(take(budget, 2, 200)).toEqual([2, undefined]);
    expect(take(budget, 2, 400)).toEqual([1, undefined]);
  });

  it('are fifty at once and five a second, unless it is said otherwise', () => {
    const budget = new RefusalsBudget();
    expect(take(budget, 60, 0).filter((told) => told !== undefined)).toHaveLength(50);
    expect(take(budget, 60, 1_000).filter((told) => told !== undefined)).toHaveLength(5);
  });

  it('are each for a job of its own', () => {
    const budget = new RefusalsBudget(rate);
    take(budget, 5, 0);
    expect(take(budget, 2, 0, 'j2')).toEqual([0, 0]);
  });

  it('that could not be told are told of by the next one', () => {
    const budget = new RefusalsBudget(rate);
    take(budget, 1, 0);
    budget.giveBack('j1', 4);
    expect(take(budget, 2, 0)).toEqual([4, 0]);
  });

  it('are remembered of so many jobs; the one that was quiet for longest is forgotten', () => {
    const budget = new RefusalsBudget(rate, 2);
    for (const job of ['j1', 'j2', 'j1', 'j3']) take(budget, 4, 0, job);
    // j2 begins anew; j1 remembers that it had its burst.
    expect(budget.take('j1', 0)).toBeUndefined();
    expect(budget.take('j2', 0)).toBe(0);
  });
});
