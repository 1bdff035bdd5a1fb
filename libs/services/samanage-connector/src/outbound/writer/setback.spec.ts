import { type FailureKind, SamanageFailure } from '../api/samanage-failure';
import { setbackOf } from './setback';

const now = Date.parse('2026-01-31T12:00:00Z');
const grace = 5_000;
const after = (kind: FailureKind, attempts: number, sending: string | null = null, code = 'Code') => {
  const item = { attempts, sending } as Parameters<typeof setbackOf>[1];
  const { dueAt, ...rest } = setbackOf(new SamanageFailure(kind, code, ''), item, grace);
  return { ...rest, seconds: (dueAt.getTime() - now) / 1_000 };
};

describe('a setback', () => {
  beforeEach(() => jest.useFakeTimers({ now }));
  afterEach(() => jest.useRealTimers());

  it.each([
    // kind, attempts, in doubt, told, at least and at most so many seconds until the next attempt
    ['throttled', 1, false, false, 0, 0],
    ['not-allowed', 1, false, true, 60, 60],
    ['refused', 1, false, true, 60, 60],
    ['refused', 2, false, true, 300, 300],
    ['refused', 3, false, true, 900, 900],
    ['refused', 9, false, true, 2_400, 2_400],
    ['not-found', 1, false, false, 0.5, 2.5],
    ['not-found', 2, false, true, 0.5, 4.5],
    ['unavailable', 1, false, true, 0.5, 2.5],
    ['unavailable', 20, false, true, 0.5, 60.5],
    ['ambiguous', 1, true, false, 5, 5],
    ['ambiguous', 3, true, true, 5, 5],
  ] as const)('%s at attempt %i: in doubt %s, told %s, %d to %d s', (kind, attempts, sent, told, least, most) => {
    const setback = after(kind, attempts);
    expect(setback).toMatchObject({ sent, told });
    expect(setback.seconds).toBeGreaterThanOrEqual(least);
    expect(setback.seconds).toBeLessThanOrEqual(most);
  });

  it('takes no doubt away that an earlier call has left', () => {
    const kinds = ['throttled', 'not-allowed', 'refused', 'not-found', 'unavailable', 'ambiguous'] as const;
    for (const kind of kinds) expect(after(kind, 1, 'create').sent).toBe(true);
  });

  it('for bad credentials is tried again soon', () => {
    expect(after('not-allowed', 1, null, 'Unauthorized')).toEqual({ sent: false, told: true, seconds: 1 });
  });
});
