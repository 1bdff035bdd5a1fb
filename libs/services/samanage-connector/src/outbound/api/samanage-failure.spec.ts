import { failureOf, saysTaken } from './samanage-failure';

const read = { method: 'GET', path: '/users/7.json?email=a%40b' } as const;
const write = { method: 'PUT', path: '/users/7.json' } as const;

const answer = (status: number, headers: Record<string, string> = {}, body?: unknown) => ({ status, headers, body });

describe('an answer that is not a 2xx', () => {
  it.each([
    // status, headers, to a read, to a write, code
    [400, {}, 'refused', 'refused', 'UnprocessableEntity'],
    [401, {}, 'not-allowed', 'not-allowed', 'Unauthorized'],
    [403, {}, 'not-allowed', 'not-allowed', 'InsufficientRights'],
    [404, {}, 'not-found', 'not-found', 'InvalidAnchor'],
    [409, {}, 'refused', 'refused', 'EntryConflict'],
    [422, {}, 'refused', 'refused', 'UnprocessableEntity'],
    [429, {}, 'throttled', 'throttled', 'TooManyRequests'],
    [503, { 'retry-after': '7' }, 'throttled', 'throttled', 'TooManyRequests'],
    [503, {}, 'unavailable', 'ambiguous', 'InternalServerError'],
    [500, {}, 'unavailable', 'ambiguous', 'InternalServerError'],
    [502, {}, 'unavailable', 'ambiguous', 'InternalServerError'],
    [302, {}, 'unavailable', 'unavailable', 'WebExceptionProtocolError'],
  ])('%i %j is %s to a read and %s to a write, as %s', (status, headers, toRead, toWrite, code) => {
    expect(failureOf(read, answer(status, headers))).toMatchObject({ kind: toRead, code });
    expect(failureOf(write, answer(status, headers))).toMatchObject({ kind: toWrite, code });
  });

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': 'Sat, 31 Jan 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sat, 31 Jan 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1769860812' }, 12_000],
    [{ 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '1769860812' }, undefined],
    [{}, undefined],
  ])('%j asks for a pause of %s ms', (headers, milliseconds) => {
    jest.useFakeTimers({ now: Date.parse('2026-01-31T12:00:00Z') });
    expect(failureOf(write, answer(429, headers)).about.retryAfterMilliseconds).toBe(milliseconds);
    jest.useRealTimers();
  });

  it.each([
    [{ email: ['has already been taken'] }, 'Samanage answered 422: email has already been taken', true],
    [{ errors: { email: ['has already been taken'] } }, 'Samanage answered 422: email has already been taken', true],
    [
      { errors: { role: 'is invalid', name: ['is short', 'is odd'] } },
      'Samanage answered 422: role is invalid; name is short, is odd',
      false,
    ],
    ['Unprocessable', 'Samanage answered 422', false],
    [undefined, 'Samanage answered 422', false],
  ])('%j is told as "%s"', (body, message, taken) => {
    const failure = failureOf(write, answer(422, {}, body));
    expect(failure.message).toBe(message);
    expect(saysTaken(failure)).toBe(taken);
  });

  it('names the request without what it asked for', () => {
    const headers = { 'x-request-id': 'b7c1' };
    const request = { method: 'GET', path: '/users/{id}.json', status: 500, requestId: 'b7c1' };
    expect(failureOf(read, answer(500, headers)).request).toEqual(request);
  });
});
