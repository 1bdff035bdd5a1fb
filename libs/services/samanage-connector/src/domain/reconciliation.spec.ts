import { given } from '@waybill/decider';
import { isRunDue, reconciliation } from './reconciliation';

const jobId = 'job-1';
const at = '2026-01-31T12:00:00.000Z';
const set = (everyHours: number | null, repair: boolean) => ({ everyHours, repair, by: 'admin:local' });
const command = (everyHours: number | null, repair: boolean) =>
  ({ type: 'set-policy', jobId, ...set(everyHours, repair), now: at }) as const;
const policySet = (everyHours: number | null, repair: boolean) =>
  ({ type: 'samanage.reconciliation-policy-set', data: { ...set(everyHours, repair), at } }) as const;
const ended = (runId: string) => ({
  runId,
  trigger: 'admin' as const,
  repair: false,
  compared: { accounts: 3, groups: 1 },
  drifted: 1,
  missing: 0,
  repaired: 0,
  at,
});

describe('a reconciliation policy', () => {
  it('is told when it changes', () => {
    expect(given(reconciliation).when(command(24, true)).events).toEqual([policySet(24, true)]);
    expect(given(reconciliation).when(command(null, false)).events).toEqual([]);
    expect(given(reconciliation, policySet(24, true)).when(command(24, true)).events).toEqual([]);
    expect(given(reconciliation, policySet(24, true)).when(command(24, false)).events).toEqual([policySet(24, false)]);
    expect(given(reconciliation, policySet(24, true)).when(command(null, true)).events).toEqual([
      policySet(null, true),
    ]);
  });

  it.each([
    [null, 1_000, false],
    [2, 1.99, false],
    [2, 2, true],
    [720, 719, false],
  ])('of every %s hours makes a run due after %d: %s', (everyHours, hours, due) => {
    expect(isRunDue({ everyHours, repair: false }, 0, hours * 3_600_000)).toBe(due);
  });
});

describe('a run', () => {
  it('ends once', () => {
    const end = (runId: string) => ({ type: 'end-run', jobId, ended: ended(runId) }) as const;
    const told = (runId: string) => ({ type: 'samanage.reconciliation-ended', data: ended(runId) }) as const;
    expect(given(reconciliation).when(end('a')).events).toEqual([told('a')]);
    expect(given(reconciliation, told('a')).when(end('a')).events).toEqual([]);
    expect(given(reconciliation, told('a')).when(end('b')).events).toEqual([told('b')]);
  });
});
