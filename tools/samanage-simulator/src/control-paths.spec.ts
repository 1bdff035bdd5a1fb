import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StartedAccount, startAccount, token } from './testing/started-account';

describe("the simulator's own paths", () => {
  let account: StartedAccount;
  beforeEach(async () => void (account = await startAccount({ ratePerMinute: 3 })));
  afterEach(() => account.close());

  it('are open to the first token alone, and neither throttled nor counted', async () => {
    await account.call('PUT /__tokens', { tokens: ['other'] });
    for (let call = 0; call < 5; call += 1) expect((await account.call('GET /__switches')).status).toBe(200);
    const other = { 'X-Samanage-Authorization': 'Bearer other' };
    expect((await account.call('GET /__record', undefined, other)).status).toBe(401);
    expect((await account.call('GET /users.json', undefined, other)).status).toBe(200);
    expect((await account.call('GET /__calls')).body.total).toBe(1);
    expect((await account.call('GET /__nothing')).status).toBe(404);
    expect((await account.call('DELETE /__record')).status).toBe(404);
  });

  it('count calls by their route', async () => {
    const { body: user } = await account.call('POST /users.json', { user: { name: 'A', email: 'a@contoso.com' } });
    await account.call(`GET /users/${user.id}.json`);
    await account.call('GET /users/1.json?page=2');
    await account.call('GET /users.json');
    await account.call('GET /users.json', undefined, { 'X-Samanage-Authorization': 'Bearer other' });
    const counts = {
      total: 5,
      throttled: 1,
      byRoute: { 'POST /users.json': 1, 'GET /users/{id}.json': 2, 'GET /users.json': 2 },
    };
    expect((await account.call('GET /__calls')).body).toEqual(counts);
    expect(account.simulator.calls.counts).toEqual(counts);
    expect((await account.call('DELETE /__calls')).body).toEqual({ total: 0, throttled: 0, byRoute: {} });
  });

  it('change switches, and say what is none', async () => {
    const { body } = await account.call('PUT /__switches', { createStatus: 200 });
    expect(body).toMatchObject({ createStatus: 200, updateStatus: 200 });
    const refused = await account.call('PUT /__switches', { createStatus: 202, nobody: 1 });
    expect(refused).toMatchObject({ status: 400, body: { error: expect.stringMatching(/createStatus.*nobody/) } });
    expect((await account.call('GET /__switches')).body).toEqual(body);
  });

  it('seed users and groups, queues among them', async () => {
    const seed = {
      users: [
        {
          name: 'Pradeep Gupta',
          email: 'PradeepG@contoso.com',
          role: 'Service Agent User',
          disabled: true,
          title: 'Accountant',
          department: 'Finance',
          site: 'Nowhere yet',
          created_at: '2020-01-02T03:04:05.000Z',
          last_login: '2026-01-15T08:00:00.000Z',
        },
        { name: 'Alex', email: 'alex@contoso.com' },
      ],
      groups: [
        { name: 'Helpdesk', members: ['pradeepg@contoso.com', 'admin@contoso.com'] },
        { name: 'Incidents', type: 'Queue', description: 'One' },
      ],
    };
    const { status, body } = await account.call('PUT /__seed', seed);
    expect([status, body.users.length, body.groups.length]).toEqual([200, 2, 2]);
    const user = (await account.call(`GET /users/${body.users[0].id}.json`)).body;
    expect(user).toMatchObject({
      email: 'PradeepG@contoso.com',
      disabled: true,
      role: { name: 'Service Agent User' },
      department: { name: 'Finance' },
      site: { name: 'Nowhere yet' },
      created_at: '2020-01-02T03:04:05.000+00:00',
      last_login: '2026-01-15T08:00:00.000+00:00',
      group_ids: [expect.any(Number), body.groups[0].id],
    });
    const groups = (await account.call('GET /groups.json')).body;
    expect(groups[0].memberships.map((each: { user: string }) => each.user)).toEqual([
      'Pradeep Gupta',
      'Service Desk Administrator',
    ]);
    expect(account.simulator.record).toEqual([]);
  });

  it.each([
    [{ users: [{ name: 'A', email: 'ADMIN@contoso.com' }] }, /is there already/],
    [
      {
        users: [
          { name: 'A', email: 'a@contoso.com' },
          { name: 'B', email: 'A@contoso.com' },
        ],
      },
      /is there already/,
    ],
    [{ users: [{ name: 'A', email: 'a@contoso.com', role: 'Nobody' }] }, /no role Nobody/],
    [
      { users: [{ name: 'A', email: 'a@contoso.com' }], groups: [{ name: 'G', members: ['b@contoso.com'] }] },
      /no user/,
    ],
    [{ users: [{ name: 'A' }] }, /users\.0\.email/],
    [{ people: [] }, /people/],
  ])('seed all or nothing: %j', async (seed, error) => {
    const refused = await account.call('PUT /__seed', seed);
    expect(refused).toMatchObject({ status: 400, body: { error: expect.stringMatching(error) } });
    expect(account.simulator.account.users.size).toBe(1);
    expect(account.simulator.account.groups.size).toBe(0);
  });

  it('tell what was received, in order', async () => {
    await account.call('POST /groups.json', { group: { name: 'Helpdesk' } });
    await account.call('POST /memberships.json?group_id=1&user_ids=2');
    expect((await account.call('GET /__record')).body).toEqual([
      {
        sequence: 1,
        time: expect.stringMatching(/\+00:00$/),
        method: 'POST',
        path: '/groups.json',
        body: { group: { name: 'Helpdesk' } },
        status: 201,
        applied: true,
      },
      expect.objectContaining({
        sequence: 2,
        path: '/memberships.json?group_id=1&user_ids=2',
        body: null,
        status: 404,
      }),
    ]);
  });
});

describe('an account that is kept in a folder', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'samanage-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is as it was after a new start, whatever switches that asks for', async () => {
    const before = await startAccount({ unknownLookup: 'create' }, { folder });
    await before.simulator.seed({
      users: [
        { name: 'Alex', email: 'alex@contoso.com' },
        { name: 'Big', email: 'big@contoso.com' },
      ],
      groups: [{ name: 'Helpdesk', members: ['alex@contoso.com'] }],
    });
    const person = await before.user('Person', { department: { name: 'New' } });
    await before.call(`PUT /users/${person.id}.json`, { user: { name: 'Renamed' } });
    await before.call('PUT /__logins', { email: 'big@contoso.com', at: '2026-01-15T08:00:00.000Z' });
    await before.simulator.renameSomebody(0.3);
    const [group] = (await before.call('GET /groups.json')).body;
    await before.call(`POST /memberships.json?group_id=${group.id}&user_ids=${person.id}`);
    await before.call('PUT /__tokens', { tokens: ['other'] });
    const other = { 'X-Samanage-Authorization': 'Bearer other' };
    const told = async (account: StartedAccount) => [
      (await account.call('GET /users.json', undefined, other)).body,
      (await account.call('GET /groups.json', undefined, other)).body,
      (await account.call('GET /__record')).body,
    ];
    const expected = JSON.stringify(await told(before)).replaceAll(before.baseUrl, '');
    await before.close();

    const after = await startAccount({ unknownLookup: 'refuse', utcOffset: '+00:00' }, { folder });
    expect(JSON.stringify(await told(after)).replaceAll(after.baseUrl, '')).toBe(expected);
    expect((await after.call('GET /users.json')).status).toBe(401);
    expect(after.simulator.switches.unknownLookup).toBe('refuse');
    await after.close();
    const journal = readFileSync(join(folder, 'journal.jsonl'), 'utf8');
    expect(journal).not.toContain(token);
    expect(journal).not.toContain('"other"');
  });
});
