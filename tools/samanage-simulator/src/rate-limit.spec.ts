import { type StartedAccount, startAccount } from './testing/started-account';

let account: StartedAccount;
const start = async (switches: Parameters<typeof startAccount>[0]) => (account = await startAccount(switches));
afterEach(() => account.close());

const names = ['retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];
const rateOf = (headers: Headers) =>
  Object.fromEntries(names.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)]] : [])));

describe('the rate limit', () => {
  it.each([
    ['retry-after', { 'retry-after': expect.stringMatching(/^\d+$/) }, {}],
    ['retry-after-date', { 'retry-after': expect.stringMatching(/GMT$/) }, {}],
    [
      'reset-headers',
      { 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': expect.any(String) },
      { 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': expect.any(String) },
    ],
    ['none', {}, {}],
  ] as const)('tells when to come back in the style %s', async (rateStyle, throttled, served) => {
    await start({ ratePerMinute: 2, rateStyle });
    expect(rateOf((await account.call('GET /users.json')).headers)).toEqual(served);
    expect((await account.call('POST /groups.json', { group: { name: 'A' } })).status).toBe(201);
    const { status, headers } = await account.call('POST /groups.json', { group: { name: 'B' } });
    expect([status, rateOf(headers)]).toEqual([429, throttled]);
    expect(account.simulator.record.map(({ status: each, applied }) => [each, applied])).toEqual([
      [201, true],
      [429, false],
    ]);
  });

  it.each(['retry-after', 'retry-after-date', 'reset-headers'] as const)(
    'tells by %s a time at which it is over',
    async (rateStyle) => {
      await start({ ratePerMinute: 1, rateWindowMs: 1_500, rateStyle });
      await account.call('GET /users.json');
      const { headers } = await account.call('GET /users.json');
      const after = headers.get('retry-after') ?? '';
      const at = {
        'retry-after': Date.now() + Number(after) * 1_000,
        'retry-after-date': Date.parse(after),
        'reset-headers': Number(headers.get('x-ratelimit-reset')) * 1_000,
      }[rateStyle];
      expect(at - Date.now()).toBeLessThan(3_000);
      await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
      expect((await account.call('GET /users.json')).status).toBe(200);
    },
  );

  it('may be told by 503', async () => {
    await start({ ratePerMinute: 1, throttleStatus: 503 });
    await account.call('GET /users.json');
    const { status, headers } = await account.call('GET /users.json');
    expect([status, headers.has('retry-after')]).toEqual([503, true]);
    expect((await account.call('GET /__calls')).body).toMatchObject({ total: 2, throttled: 1 });
  });

  it('may be told of on every answer, beside Retry-After', async () => {
    await start({ ratePerMinute: 1, rateHeaders: true });
    expect(rateOf((await account.call('POST /groups.json', { group: { name: 'A' } })).headers)).toEqual({
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': expect.any(String),
    });
    expect(rateOf((await account.call('GET /users.json')).headers)).toHaveProperty('retry-after');
  });

  it('is none where the number is 0', async () => {
    await start({ ratePerMinute: 0, rateStyle: 'reset-headers' });
    for (let call = 0; call < 20; call += 1) {
      const { status, headers } = await account.call('GET /users.json');
      expect([status, rateOf(headers)]).toEqual([200, {}]);
    }
  });

  it('does not count calls of those who may not call', async () => {
    await start({ ratePerMinute: 1 });
    await account.call('GET /users.json', undefined, { 'X-Samanage-Authorization': 'Bearer other' });
    expect((await account.call('GET /users.json')).status).toBe(200);
  });
});
