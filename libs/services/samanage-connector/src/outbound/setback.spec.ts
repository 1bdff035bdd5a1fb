import { Pace } from './pace';
import { type FailureKind, SamanageFailure } from './samanage-failure';
import { setbackOf } from './setback';

const now = Date.parse('2026-01-31T12:00:00Z');
const grace = 5_000;
const after = (kind: FailureKind, attempts: number, sending: string | null = null, retryAfter?: number) => {
  const item = { attempts, sending } as Parameters<typeof setbackOf>[1];
  const { dueAt, ...rest } = setbackOf(new SamanageFailure(kind, 'Code', '', retryAfter), item, new Pace(), grace);
  return { ...rest, seconds: (dueAt.getTime() - now) / 1_000 };
};

describe('a setback', () => {
  beforeEach(() => jest.useFakeTimers({ now }));
  afterEach(() => jest.useRealTimers());

  it.each([
    // kind, attempts, in doubt, told, at least and at most so many seconds until the next attempt
    ['throttled', 1, false, false, 0.5, 1.5],
    ['not-allowed', 1, false, true, 0.5, 1.5],
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

  it('lasts as long as Samanage asked', () => expect(after('throttled', 1, null, 7_000).seconds).toBe(7));
});

describe('the pace of a job', () => {
  beforeEach(() => jest.useFakeTimers({ now }));
  afterEach(() => jest.useRealTimers());

  it.each([1, 4, 8, 64])('is one probe at a time after a refusal, until it is answered, with %i workers', (workers) => {
    const pace = new Pace();
    expect(pace.room(workers, 0)).toBe(workers);
    pace.pause(2_000);
    expect(pace.room(workers, 0)).toBe(0);
    jest.setSystemTime(now + 2_000);
    expect([pace.room(workers, 0), pace.room(workers, 1)]).toEqual([1, 0]);
    pace.succeeded();
    expect(pace.room(workers, 0)).toBe(workers);
    expect(pace.room(workers, workers)).toBe(0);
  });
});
