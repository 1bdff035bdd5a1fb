import { type StartedAccount, startAccount } from './testing/started-account';

let account: StartedAccount;
beforeEach(async () => void (account = await startAccount()));
afterEach(() => account.close());

/** The status, or what became of the call. */
const create = (name: string) =>
  account.call('POST /groups.json', { group: { name } }).then(
    ({ status }) => status,
    () => 'lost',
  );
const applied = () => account.simulator.record.map((write) => write.applied);

describe('a fault', () => {
  it.each([
    ['failBeforeApply', 500, []],
    ['failAfterApply', 500, ['One']],
    ['dropAfterApply', 'lost', ['One']],
  ] as const)('%s strikes the next write, and no other', async (fault, first, there) => {
    await account.set({ [fault]: 1 });
    expect(await create('One')).toBe(first);
    expect(await account.names('/groups.json')).toEqual(there);
    expect(await create('Other')).toBe(201);
    expect(applied()).toEqual([there.length === 1, true]);
    expect(account.simulator.switches[fault]).toBe(0);
  });

  it('applyLate does the write after the connection broke', async () => {
    await account.set({ applyLate: 1, applyLateMs: 50 });
    expect(await create('One')).toBe('lost');
    expect(await account.names('/groups.json')).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(await account.names('/groups.json')).toEqual(['One']);
  });

  it('timeoutBeforeApply never answers, and nothing is done', async () => {
    await account.set({ timeoutBeforeApply: 1 });
    const answered = create('One');
    const waited = new Promise((resolve) => setTimeout(() => resolve('nothing yet'), 200));
    expect(await Promise.race([answered, waited])).toBe('nothing yet');
    expect(await account.names('/groups.json')).toEqual([]);
    expect(account.simulator.record).toMatchObject([{ status: 504, applied: false }]);
    await account.close();
    expect(await answered).toBe('lost');
    account = await startAccount();
  });

  it('readFault strikes reads alone', async () => {
    await account.set({ readFault: 1 });
    expect(await create('One')).toBe(201);
    expect((await account.call('GET /users.json')).status).toBe(500);
    expect((await account.call('GET /users.json')).status).toBe(200);
  });

  it.each([500, 502, 503, 504] as const)('is answered by %d', async (faultStatus) => {
    await account.set({ faultStatus, readFault: 1, failBeforeApply: 1, failAfterApply: 1 });
    expect((await account.call('GET /users.json')).status).toBe(faultStatus);
    expect([await create('One'), await create('Other'), await create('Third')]).toEqual([
      faultStatus,
      faultStatus,
      201,
    ]);
    expect(account.simulator.record.map(({ status }) => status)).toEqual([faultStatus, 201, 201]);
    expect((await account.call('GET /__calls')).body.throttled).toBe(0);
  });

  it('below 1 is a share of the calls, the same in every run', async () => {
    const struck = async () => {
      const other = await startAccount({ readFault: 0.3 });
      const statuses = [];
      for (let call = 0; call < 60; call += 1) statuses.push((await other.call('GET /profile.json')).status);
      await other.close();
      return statuses;
    };
    const one = await struck();
    expect(await struck()).toEqual(one);
    const share = one.filter((status) => status === 500).length;
    expect(share).toBeGreaterThan(8);
    expect(share).toBeLessThan(30);
  });

  it('latencyMs keeps every answer waiting', async () => {
    await account.set({ latencyMs: 100 });
    const began = performance.now();
    await account.call('GET /users.json');
    expect(performance.now() - began).toBeGreaterThan(95);
  });
});

describe('renaming during a crawl', () => {
  const pages = 6;
  const crawl = async () => {
    const ids: number[] = [];
    for (let page = 1; page <= pages; page += 1) {
      const { body } = await account.call(`GET /users.json?per_page=10&page=${page}`);
      ids.push(...body.map(({ id }: { id: number }) => id));
    }
    return ids;
  };
  const names = () => account.names('/users.json?per_page=100');

  beforeEach(() =>
    account.simulator.seed({
      users: Array.from({ length: 59 }, (_, index) => ({ name: `P ${index}`, email: `p${index}@contoso.com` })),
    }),
  );

  it('leaves rows in their places where it is off', async () => {
    expect(new Set(await crawl()).size).toBe(60);
    expect((await names()).filter((name) => /^(Aa|Zz)/.test(name))).toEqual([]);
  });

  it('moves rows between pages, so that some come twice and some not at all', async () => {
    await account.set({ renameDuringCrawl: 3 });
    const seen = await crawl();
    expect(seen).toHaveLength(60);
    expect(new Set(seen).size).toBeLessThan(60);
    expect((await names()).filter((name) => /^(Aa|Zz) P/.test(name)).length).toBeGreaterThan(0);
    expect(account.simulator.switches.renameDuringCrawl).toBe(0);
    expect(await names()).toContain('Service Desk Administrator');
    expect(account.simulator.record).toEqual([]);
  });
});
