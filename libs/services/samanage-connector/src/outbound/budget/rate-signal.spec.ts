import { type RatedAnswer, rateSignalOf } from './rate-signal';

const now = Date.UTC(2026, 10, 25, 12, 0, 0);
const epoch = now / 1_000;
const date = (seconds: number) => new Date(now + seconds * 1_000).toUTCString();

describe('what an answer says of calls to come', () => {
  it.each<[number, RatedAnswer['headers'], boolean, number?, number?, number?]>([
    // status, headers, throttled, seconds until calls go on, remaining, limit
    [429, { 'retry-after': '17' }, true, 17, undefined, undefined],
    [429, { 'Retry-After': date(17) }, true, 17, undefined, undefined],
    [429, { 'RETRY-AFTER': ['3', '4'] }, true, 3, undefined, undefined],
    [429, { 'Retry-After': '2.5' }, true, 2.5, undefined, undefined],
    [429, { 'X-RateLimit-Reset': `${epoch + 30}` }, true, 30, undefined, undefined],
    [429, { 'Retry-After': '5', 'X-Ratelimit-Reset': `${epoch + 30}` }, true, 5, undefined, undefined],
    [429, {}, true, undefined, undefined, undefined],
    // Times that are past, wrong or absurd are none.
    [429, { 'Retry-After': 'soon' }, true, undefined, undefined, undefined],
    [429, { 'Retry-After': '0' }, true, undefined, undefined, undefined],
    [429, { 'Retry-After': date(-60) }, true, undefined, undefined, undefined],
    [429, { 'X-RateLimit-Reset': `${now}` }, true, undefined, undefined, undefined],
    [429, { 'X-RateLimit-Reset': '' }, true, undefined, undefined, undefined],
    // A 503 is a throttle answer only where it says for how long.
    [503, { 'Retry-After': '17' }, true, 17, undefined, undefined],
    [503, {}, false, undefined, undefined, undefined],
    [503, { 'X-RateLimit-Reset': `${epoch + 30}` }, false, 30, undefined, undefined],
    // A call that was done was not throttled, whatever its headers say.
    [201, { 'X-Ratelimit-Remaining': '0', 'X-Ratelimit-Reset': `${epoch + 42}` }, false, 42, 0, undefined],
    [200, { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': `${epoch + 42}` }, false, 42, 7, undefined],
    [200, { 'X-RateLimit-Limit': '1500' }, false, undefined, undefined, 1_500],
    [200, { 'X-RateLimit-Limit': '0', 'X-RateLimit-Remaining': '0' }, false, undefined, undefined, undefined],
    [200, { 'Retry-After': '17' }, false, undefined, undefined, undefined],
    [200, { 'X-Total-Count': '3' }, false, undefined, undefined, undefined],
  ])('%i with %j', (status, headers, throttled, seconds, remaining, limit) => {
    const until = seconds === undefined ? undefined : now + seconds * 1_000;
    expect(rateSignalOf({ status, headers }, now)).toEqual({
      throttled,
      isLimit: status === 429,
      until,
      remaining,
      limit,
    });
  });

  it('reckons by the clock of Samanage where it differs from ours', () => {
    const headers = { Date: date(-300), 'X-RateLimit-Reset': `${epoch - 270}` };
    expect(rateSignalOf({ status: 429, headers }, now).until).toBe(now + 30_000);
  });
});
