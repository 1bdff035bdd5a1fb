import { type StartedAccount, startAccount } from './testing/started-account';

let account: StartedAccount;
beforeEach(async () => void (account = await startAccount()));
afterEach(() => account.close());

const seeded = (number: number) =>
  account.simulator.seed({
    users: Array.from({ length: number }, (_, index) => ({
      name: `Person ${String(index).padStart(3, '0')}`,
      email: `person${index}@contoso.com`,
    })),
  });

describe('a list', () => {
  it('has 25 rows where nothing is asked, and tells of its pages', async () => {
    await seeded(60);
    const { body, headers } = await account.call('GET /users.json?page=2');
    expect(body).toHaveLength(25);
    expect(body[0].name).toBe('Person 025');
    expect(['x-total-count', 'x-total-pages', 'x-per-page', 'x-current-page'].map((name) => headers.get(name))).toEqual(
      ['61', '3', '25', '2'],
    );
    const link = headers.get('link') ?? '';
    expect([...link.matchAll(/<http[^>]*page=(\d)>; rel="(\w+)"/g)].map(([, page, rel]) => [page, rel])).toEqual([
      ['1', 'first'],
      ['1', 'prev'],
      ['3', 'next'],
      ['3', 'last'],
    ]);
  });

  it.each([
    ['per_page=1000', 100, '100'],
    ['per_page=100&page=2', 51, '100'],
    ['per_page=10&page=99', 0, '10'],
    ['per_page=nonsense&page=-1', 25, '25'],
  ])('is cut by %s into %d rows', async (query, rows, perPage) => {
    await seeded(150);
    const { status, body, headers } = await account.call(`GET /users.json?${query}`);
    expect([status, body.length, headers.get('x-per-page')]).toEqual([200, rows, perPage]);
  });

  it.each([true, false])('tells how many pages there are: %s', async (totalPagesHeader) => {
    await account.set({ totalPagesHeader });
    const { headers } = await account.call('GET /users.json');
    expect([headers.has('x-total-pages'), headers.has('x-total-count')]).toEqual([totalPagesHeader, true]);
  });

  it.each([
    ['users', 'user'],
    ['groups', 'group'],
    ['roles', 'role'],
    ['departments', 'department'],
    ['sites', 'site'],
  ])('of %s has each row in its name where the switch asks for it', async (resource, name) => {
    await account.group('Helpdesk');
    const [bare] = (await account.call(`GET /${resource}.json`)).body;
    await account.set({ wrappedRows: true });
    const [row] = (await account.call(`GET /${resource}.json`)).body;
    expect(row).toEqual({ [name]: bare });
    expect((await account.call(`GET /${resource}/${bare.id}.json`)).body).toEqual(bare);
  });

  it('comes in the order of names, letter case aside, also after somebody is renamed', async () => {
    const { id } = await account.user('beta');
    await account.user('Alpha');
    await account.user('Gamma');
    const others = async () => (await account.names('/users.json')).filter((name) => !name.startsWith('Service'));
    expect(await others()).toEqual(['Alpha', 'beta', 'Gamma']);
    await account.call(`PUT /users/${id}.json`, { user: { name: 'zeta' } });
    expect(await others()).toEqual(['Alpha', 'Gamma', 'zeta']);
  });

  it('tells where to begin', async () => {
    const { body } = await account.call('GET /api.json');
    expect(body).toContainEqual({ name: 'Users List', href: `${account.baseUrl}/users.json` });
  });
});

describe('the filters of users', () => {
  beforeEach(async () => {
    await account.simulator.seed({
      users: [
        {
          name: 'Alex Wilber',
          email: 'AlexW@contoso.com',
          role: 'Service Agent User',
          department: 'Marketing',
          created_at: '2018-01-01T12:00:00.000Z',
        },
        { name: 'Alexandra', email: 'xalexw@contoso.com', disabled: true, site: '98/2202' },
        { name: 'Big Alex', email: 'big+alex@contoso.com', created_at: '2019-03-20T23:30:00.000Z' },
      ],
    });
    const fields = { custom_fields_value: [{ name: 'Employee ID', value: '42' }] };
    const [{ id }] = (await account.call('GET /users.json?name=Big')).body;
    await account.call(`PUT /users/${id}.json`, { user: { custom_fields_values: fields } });
  });

  const all = ['Alex Wilber', 'Alexandra', 'Big Alex', 'Service Desk Administrator'];
  const [alex, alexandra, big, admin] = all as [string, string, string, string];
  const range = 'created[]=Select%20Date%20Range';
  const [since, until] = ['created_custom_gte[]', 'created_custom_lte[]'];

  it.each([
    ['email=ALEXW@contoso.com', [alex, alexandra]],
    ['email[]=xalexw@contoso.com&email[]=admin', [alexandra, admin]],
    ['email=big%2Balex@contoso.com', [big]],
    ['email=big+alex@contoso.com', []],
    ['email=', all],
    ['name=alex', [alex, alexandra]],
    ['name=*alex', [alex, alexandra, big]],
    ['name=*x*w', [alex]],
    ['enabled[]=1', [alex, big, admin]],
    ['enabled[]=0', [alexandra]],
    ['enabled[]=0&enabled[]=1', all],
    ['role[]=Administrator', [admin]],
    ['role[]=&site=', all],
    ['department[]=Marketing', [alex]],
    ['site[]=98/2202', [alexandra]],
    ['created[]=7', [alexandra]],
    ['updated[]=7', [alexandra, big]],
    ['updated[]=x', all],
    [`${range}&${since}=2018-01-01&${until}=27/03/2019`, [alex, big]],
    [`${range}&${since}=Mar%2021%202019`, [alexandra, admin]],
    [`${range}&${until}=2019-03-20`, [alex, big]],
    ['Employee%20ID=42', [big]],
    ['Employee%20ID=43', []],
    ['employee_id=43', all],
    ['sort_by=email&sort_order=DESC&layout=long&nobody=knows', all],
    ['?email=alexw', all],
    ['email=xalexw&?email=xalexw', [alexandra]],
    ['email=alexw&enabled[]=1', [alex]],
  ])('%s', async (query, expected) => {
    expect(await account.names(`/users.json?${query}`)).toEqual(expected);
  });

  it.each(['role', 'department', 'site'])('%s[] takes an id', async (member) => {
    const { body: users } = await account.call('GET /users.json');
    const { name, [member]: wanted } = users[member === 'site' ? 1 : 0];
    expect(await account.names(`/users.json?${member}[]=${wanted.id}`)).toContain(name);
    expect(await account.names(`/users.json?${member}=1`)).toEqual([]);
  });

  it.each([
    ['contains', [alex, alexandra]],
    ['exact', [alex]],
  ] as const)('email= as the switch says: %s', async (emailFilter, expected) => {
    await account.set({ emailFilter });
    expect(await account.names('/users.json?email=alexw@CONTOSO.com')).toEqual(expected);
  });

  it.each([
    ['prefix', [alex, alexandra]],
    ['contains', [alex, alexandra, big]],
  ] as const)('name= as the switch says: %s', async (nameFilter, expected) => {
    await account.set({ nameFilter });
    expect(await account.names('/users.json?name=ALEX')).toEqual(expected);
  });

  it('takes days in the offset of the account', async () => {
    await account.set({ utcOffset: '+01:00' });
    expect(await account.names(`/users.json?${range}&${until}=2019-03-20`)).toEqual([alex]);
  });
});

describe('a search that lags', () => {
  it('does not find by filters what is new, while lists show it', async () => {
    await account.set({ searchLagMs: 60_000 });
    await account.user('Person');
    await account.group('Helpdesk');
    expect(await account.names('/users.json?email=person')).toEqual([]);
    expect(await account.names('/users.json?email=admin')).toHaveLength(1);
    expect(await account.names('/groups.json?name=Helpdesk')).toEqual([]);
    expect(await account.names('/users.json')).toContain('Person');
    expect(await account.names('/groups.json')).toContain('Helpdesk');
    await account.set({ searchLagMs: 0 });
    expect(await account.names('/users.json?email=person')).toEqual(['Person']);
    expect(await account.names('/groups.json?name=Helpdesk')).toEqual(['Helpdesk']);
  });
});
