import { type StartedAccount, startAccount } from './testing/started-account';

let account: StartedAccount;
beforeEach(async () => void (account = await startAccount()));
afterEach(() => account.close());

describe('roles, departments and sites', () => {
  it('are there from the start, roles with what is known of them', async () => {
    const { body } = await account.call('GET /roles.json');
    expect(body.map(({ name, portal }: { name: string; portal: boolean }) => [name, portal])).toEqual([
      ['Administrator', false],
      ['Requester', true],
      ['Service Agent User', false],
      ['Service Task User', false],
    ]);
    expect(body[0].description).toBe('This is the all powerful administrator user!');
    expect(await account.names('/departments.json?name=fin')).toEqual(['Finance']);
    expect((await account.call('GET /sites.json')).headers.get('x-total-count')).toBe('25');
  });

  it.each([
    ['roles', 'role', { name: 'Student Intern', description: 'One' }],
    ['departments', 'department', { name: 'Facilities', description: 'One' }],
    ['sites', 'site', { name: 'Headquarters', location: 'Main Office' }],
  ])('%s are made, changed and deleted', async (resource, name, members) => {
    const made = await account.call(`POST /${resource}.json`, { [name]: members });
    expect(made).toMatchObject({ status: 201, body: members });
    const path = `/${resource}/${made.body.id}.json`;
    expect((await account.call(`GET ${path}`)).body).toEqual(made.body);
    const twice = await account.call(`POST /${resource}.json`, { [name]: members });
    expect(twice).toMatchObject({ status: 422, body: { name: ['has already been taken'] } });
    expect((await account.call(`PUT ${path}`, { [name]: { name: '' } })).status).toBe(422);
    const renamed = { ...members, name: 'Renamed' };
    expect((await account.call(`PUT ${path}`, { [name]: { name: 'Renamed' } })).body).toMatchObject(renamed);
    expect(await account.call(`DELETE ${path}`)).toMatchObject({ status: 200, body: renamed });
    expect((await account.call(`DELETE ${path}`)).status).toBe(404);
    expect((await account.call(`GET ${path}`)).status).toBe(404);
  });

  it('are shown renamed in users; a department that goes leaves them without, a role in use stays', async () => {
    const user = await account.user('Person', { department: { name: 'Finance' } });
    const path = `/departments/${user.department.id}.json`;
    await account.call(`PUT ${path}`, { department: { name: 'Money' } });
    const shown = async () => (await account.call(`GET /users/${user.id}.json`)).body;
    expect((await shown()).department.name).toBe('Money');
    await account.call(`DELETE ${path}`);
    expect((await shown()).department).toBeNull();
    expect((await account.call(`DELETE /roles/${user.role.id}.json`)).status).toBe(422);
  });
});

describe('a department or site that does not exist', () => {
  it.each([
    ['ignore', 201, 'Finance', 200],
    ['refuse', 422, 'Finance', 422],
    ['create', 201, 'Nowhere', 200],
  ] as const)('is a matter for the switch: %s', async (unknownLookup, status, name, changed) => {
    const { id } = await account.user('Person', { department: { name: 'Finance' } });
    await account.set({ unknownLookup });
    const user = { name: 'Other', email: 'other@contoso.com', site: { name: 'Nowhere' } };
    expect((await account.call('POST /users.json', { user })).status).toBe(status);
    const put = await account.call(`PUT /users/${id}.json`, { user: { department: { name: 'Nowhere' } } });
    expect(put.status).toBe(changed);
    expect((await account.call(`GET /users/${id}.json`)).body.department.name).toBe(name);
    const isMade = unknownLookup === 'create';
    expect(await account.names('/departments.json?name=Nowhere')).toEqual(isMade ? ['Nowhere'] : []);
    expect(await account.names('/sites.json?name=Nowhere')).toEqual(isMade ? ['Nowhere'] : []);
  });

  it('is one whose name differs in letter case', async () => {
    expect((await account.user('Person', { department: { name: 'finance' } })).department).toBeNull();
  });
});

describe('a role', () => {
  it.each([
    ['refuse', 422, 'Requester'],
    ['ignore', 200, 'Requester'],
  ] as const)('that does not exist is a matter for the switch: %s', async (unknownRole, status, name) => {
    await account.set({ unknownRole });
    const { id } = await account.user('Person');
    const put = await account.call(`PUT /users/${id}.json`, { user: { role: { name: 'Nobody' } } });
    expect(put.status).toBe(status);
    expect((await account.call(`GET /users/${id}.json`)).body.role.name).toBe(name);
  });

  it.each(['Requester', 'Service Agent User'])(
    'is %s where none is sent, if the switch says so',
    async (defaultRole) => {
      await account.set({ defaultRole });
      expect((await account.user('Person')).role.name).toBe(defaultRole);
    },
  );
});

describe('licences', () => {
  const role = { name: 'Service Agent User' };
  const refusal = { status: 422, body: { role: ['no licenses are left'] } };
  const put = (user: { id: number }, members: object) => account.call(`PUT /users/${user.id}.json`, { user: members });

  it('run out for whoever would take one: new, promoted or enabled', async () => {
    const requester = await account.user('Requester');
    const disabled = await account.user('Disabled', { role, disabled: true });
    await account.set({ licences: 2 });
    const agent = await account.user('Agent', { role });
    const another = { name: 'Another', email: 'another@contoso.com', role };
    expect(await account.call('POST /users.json', { user: another })).toMatchObject(refusal);
    expect(await put(requester, { role })).toMatchObject(refusal);
    expect(await put(disabled, { disabled: false })).toMatchObject(refusal);
    expect((await put(agent, { role, title: 'Boss' })).status).toBe(200);
    expect((await put(agent, { disabled: true })).status).toBe(200);
    expect((await put(disabled, { disabled: false })).status).toBe(200);
    await account.set({ licences: 0 });
    expect((await put(requester, { role })).status).toBe(200);
  });

  it('are not used by requesters and task users', async () => {
    await account.set({ licences: 1 });
    expect((await account.user('One')).role.name).toBe('Requester');
    expect((await account.user('Other', { role: { name: 'Service Task User' } })).id).toBeDefined();
  });
});
