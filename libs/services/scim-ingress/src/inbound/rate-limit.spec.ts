import { JobRateLimit } from './rate-limit';
import { tellInScim } from './scim-errors';

describe('the rate limit of a job', () => {
  const rates: Record<string, number> = { slow: 2, quick: 100 };
  let limit: JobRateLimit;
  beforeEach(() => {
    jest.useFakeTimers();
    limit = new JobRateLimit({ perSecond: async (jobId) => rates[jobId] ?? 10_000 });
  });
  afterEach(() => jest.useRealTimers());

  /** How many of so many requests came through. */
  const count = async (jobId: string, requests: number) => {
    const counted = await Promise.allSettled(Array.from({ length: requests }, () => limit.count(jobId)));
    return counted.filter(({ status }) => status === 'fulfilled').length;
  };

  it('lets a second’s worth through at once, and then as many as it says', async () => {
    expect(await count('slow', 5)).toBe(2);
    jest.advanceTimersByTime(500);
    expect(await count('slow', 5)).toBe(1);
    jest.advanceTimersByTime(60_000);
    expect(await count('slow', 5)).toBe(2);
  });

  it('is each job’s own', async () => {
    expect(await count('slow', 5)).toBe(2);
    expect(await count('quick', 150)).toBe(100);
    expect(await count('usual', 10_001)).toBe(10_000);
  });

  it('follows what is said from one request to the next', async () => {
    expect(await count('quick', 50)).toBe(50);
    rates.quick = 10;
    expect(await count('quick', 50)).toBe(10);
  });

  it('says when to come back, in whole seconds', async () => {
    rates.rare = 0.4;
    const waits = async (jobId: string) => {
      await count(jobId, 1_000);
      const error: unknown = await limit.count(jobId).catch((each: unknown) => each);
      return tellInScim(error);
    };
    expect(await waits('slow')).toEqual({
      status: 429,
      mediaType: 'application/scim+json',
      headers: { 'Retry-After': '1' },
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '429',
        detail: 'This job may make 2 requests a second; try again in 1 s.',
      },
    });
    expect((await waits('rare')).headers).toEqual({ 'Retry-After': '3' });
  });
});
