import { type StartedAccount, startAccount } from './testing/started-account';

let account: StartedAccount;
beforeEach(async () => void (account = await startAccount()));
afterEach(() => account.close());

const members2024 = [
  ...['id', 'name', 'disabled', 'title', 'email', 'created_at', 'updated_at', 'last_login', 'phone', 'mobile_phone'],
  ...['department', 'role', 'group_ids', 'available_for_assignment', 'can_be_available_for_assignment', 'provider'],
  ...['custom_fields_values', 'site', 'avatar', 'reports_to'],
];

describe('a user', () => {
  it('is created with what is given, and has the members of his time', async () => {
    const { status, body } = await account.call('POST /users.json', {
      user: {
        name: 'Pradeep Gupta',
        email: 'PradeepG@contoso.com',
        title: 'Accountant',
        phone: '1',
        mobile_phone: '2',
        role: { name: 'Service Agent User' },
        department: { name: 'Finance' },
        site: { name: '98/2202' },
        reports_to: { email: 'ADMIN@contoso.com' },
        nobody_knows: 'this',
      },
    });
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual(members2024);
    expect(body).toMatchObject({
      email: 'PradeepG@contoso.com',
      disabled: false,
      last_login: null,
      role: { name: 'Service Agent User', portal: false },
      department: { name: 'Finance', default_group_assignee_id: null },
      site: { name: '98/2202', language: '-1', business_record: { name: 'Default Business Hours' } },
      group_ids: [body.id + 1],
      available_for_assignment: true,
      avatar: { initials: 'PG' },
      reports_to: { is_user: true, email: 'admin@contoso.com', group_id: expect.any(Number) },
    });
    expect(body.reports_to).not.toHaveProperty('reports_to');
    expect((await account.call(`GET /users/${body.id}.json`)).body).toEqual(body);
  });

  it('has the members of 2019 where the switch asks for them', async () => {
    await account.set({ userShape: 2019 });
    const user = await account.user('Pradeep Gupta', { department: { name: 'Finance' } });
    expect(user).toMatchObject({ salt: '0'.repeat(40), mfa_enabled: false, platform_widget_developer: null });
    expect(user).not.toHaveProperty('provider');
    expect(user.department).not.toHaveProperty('default_group_assignee_id');
  });

  it.each([
    [{ createStatus: 201 }, 201],
    [{ createStatus: 200 }, 200],
  ] as const)('is answered to a create with %j by %d', async (switches, status) => {
    await account.set(switches);
    expect((await account.call('POST /users.json', { user: { name: 'A', email: 'a@contoso.com' } })).status).toBe(
      status,
    );
  });

  it.each([
    [{}, 200, 'Boss', 200],
    [{ updateStatus: 204, deleteStatus: 204 }, 204, undefined, 204],
  ] as const)('is changed and deleted with %j by %d', async (switches, updated, title, deleted) => {
    const { id } = await account.user('Person');
    await account.set(switches);
    const put = await account.call(`PUT /users/${id}.json`, { user: { title: 'Boss' } });
    expect([put.status, put.body.title]).toEqual([updated, title]);
    const gone = await account.call(`DELETE /users/${id}.json`);
    expect([gone.status, gone.body.title]).toEqual([deleted, title]);
    expect((await account.call(`GET /users/${id}.json`)).status).toBe(404);
  });

  it('keeps what is not given, and loses what is cleared', async () => {
    const more = {
      title: 'Boss',
      phone: '1',
      department: { name: 'Finance' },
      reports_to: { email: 'admin@contoso.com' },
    };
    const { id } = await account.user('Person', more);
    const disabled = (await account.call(`PUT /users/${id}.json`, { user: { disabled: true } })).body;
    expect(disabled).toMatchObject({ disabled: true, title: 'Boss', department: { name: 'Finance' } });
    const cleared = { title: '', department: null, reports_to: null };
    const { body } = await account.call(`PUT /users/${id}.json`, { user: cleared });
    expect(body).toMatchObject({ ...cleared, phone: '1', disabled: true });
  });

  it('is referred to by id as well as by name', async () => {
    const { body: roles } = await account.call('GET /roles.json?name=Service Task'.replace(' Task', '%20Task'));
    const user = await account.user('Person', { role: { id: roles[0].id } });
    expect(user.role.name).toBe('Service Task User');
  });

  it('may report to a group, or to somebody who is named by his personal group', async () => {
    const boss = await account.user('Boss');
    const group = await account.group('Helpdesk');
    const one = await account.user('One', { reports_to: { id: group.id } });
    expect(one.reports_to).toMatchObject({ id: group.id, is_user: false, name: 'Helpdesk', reports_to: { id: -1 } });
    const other = await account.user('Other', { reports_to: { id: boss.group_ids[0] } });
    expect(other.reports_to).toMatchObject({ id: boss.id, is_user: true });
  });

  it('tells of himself as the owner of the token, with his language', async () => {
    const { id, ...owner } = (await account.call('GET /profile.json')).body;
    expect(owner).toMatchObject({ email: 'admin@contoso.com', language: '-1', role: { name: 'Administrator' } });
    const put = await account.call(`PUT /users/${id}.json`, { user: { language: 'pt-br' } });
    expect(put.body).not.toHaveProperty('language');
    expect((await account.call('GET /profile.json')).body.language).toBe('pt-br');
  });

  it('gets a text for an answer that is asked for an activation mail', async () => {
    const { id } = await account.user('Person');
    const put = await account.call(`PUT /users/${id}.json?send_activation_email=1&add_callbacks=1`, { user: {} });
    expect(put).toMatchObject({ status: 200, body: 'Activation email sent' });
  });

  it('has an empty entry among his groups, and numbers as texts, where the switches ask for them', async () => {
    await account.set({ nullGroupIds: true, idsAsText: true });
    const user = await account.user('Person');
    expect(user.group_ids).toEqual([String(Number(user.id) + 1), null]);
    expect(typeof user.role.id).toBe('string');
  });

  it('has times in the offset of the account', async () => {
    const { created_at } = await account.user('Person');
    expect(created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
    await account.set({ utcOffset: '-06:00' });
    const [{ created_at: there }] = (await account.call('GET /users.json?name=Person')).body;
    expect(there).toMatch(/-06:00$/);
    expect(Date.parse(there)).toBe(Date.parse(created_at));
  });
});

describe('a write that is refused', () => {
  const taken = { email: ['has already been taken'] };

  it.each([
    ['no address', { name: 'A' }, { email: ["can't be blank"] }],
    ['no name', { email: 'a@contoso.com' }, { name: ["can't be blank"] }],
    ['an address that is taken, in other letters', { name: 'A', email: 'Admin@Contoso.com' }, taken],
    [
      'a role that does not exist',
      { name: 'A', email: 'a@contoso.com', role: { name: 'Nobody' } },
      { role: ['is invalid'] },
    ],
  ])('says so: %s', async (_, user, errors) => {
    expect(await account.call('POST /users.json', { user })).toMatchObject({ status: 422, body: errors });
    expect(await account.names('/users.json')).toHaveLength(1);
  });

  it.each([
    ['plain', taken],
    ['nested', { errors: taken }],
    ['text', { email: 'has already been taken' }],
  ] as const)('tells it in the shape %s', async (errorShape, errors) => {
    await account.set({ errorShape });
    const again = { user: { name: 'A', email: 'admin@contoso.com' } };
    expect((await account.call('POST /users.json', again)).body).toEqual(errors);
  });

  it('says that an address is taken also where its owner is disabled, and changes nothing', async () => {
    await account.user('Gone', { disabled: true });
    const { id } = await account.user('Person', { title: 'Old' });
    const body = { user: { title: 'New', email: 'GONE@contoso.com' } };
    expect(await account.call(`PUT /users/${id}.json`, body)).toMatchObject({ status: 422, body: taken });
    const blank = await account.call(`PUT /users/${id}.json`, { user: { title: 'New', name: '' } });
    expect(blank).toMatchObject({ status: 422, body: { name: ["can't be blank"] } });
    expect((await account.call(`GET /users/${id}.json`)).body.title).toBe('Old');
  });

  it.each([
    ['PUT /users/1.json', {}, 404],
    ['DELETE /users/1.json', {}, 422],
    ['DELETE /users/1.json', { deleteUnknownStatus: 404 }, 404],
    ['GET /users/1.json', {}, 404],
    ['POST /users/1.json', {}, 404],
    ['PUT /users.json', {}, 404],
    ['GET /constructor.json', {}, 404],
    ['GET /users.xml', {}, 404],
  ] as const)('is answered by its status: %s with %j by %d', async (line, switches, status) => {
    await account.set(switches);
    expect((await account.call(line)).status).toBe(status);
  });

  it('by PATCH is none that the API knows', async () => {
    const { id } = await account.user('Person', { title: 'Old' });
    expect((await account.call(`PATCH /users/${id}.json`, { user: { title: 'New' } })).status).toBe(404);
    expect((await account.call(`GET /users/${id}.json`)).body.title).toBe('Old');
  });

  it.each([
    ['allow', 200],
    ['refuse', 422],
  ] as const)('is the deletion of a user who has logged in: %s', async (deleteLoggedIn, status) => {
    await account.set({ deleteLoggedIn });
    const { id } = await account.user('Person');
    const at = '2026-01-15T08:00:00.000Z';
    expect((await account.call('PUT /__logins', { email: 'person@contoso.com', at })).status).toBe(200);
    expect((await account.call(`GET /users/${id}.json`)).body.last_login).toBe('2026-01-15T08:00:00.000+00:00');
    expect((await account.call(`DELETE /users/${id}.json`)).status).toBe(status);
    await account.user('Other');
    expect((await account.call('PUT /__logins', { email: 'nobody@contoso.com', at: null })).status).toBe(400);
  });
});

describe('custom fields', () => {
  const written = (...rows: object[]) => ({ user: { custom_fields_values: { custom_fields_value: rows } } });
  const valuesOf = (user: { custom_fields_values: { name: string; value: string }[] }) =>
    user.custom_fields_values.map(({ name, value }) => [name, value]);

  it('are written by name and read in another shape, a date in another form', async () => {
    const { id } = await account.user('Person');
    const rows = [
      { name: 'Employee ID', value: '42' },
      { name: 'Start', value: '2026-01-15' },
    ];
    const { body } = await account.call(`PUT /users/${id}.json`, written(...rows));
    expect(valuesOf(body)).toEqual([
      ['Employee ID', '42'],
      ['Start', 'Jan 15, 2026'],
    ]);
    expect(Object.keys(body.custom_fields_values[0])).toEqual([
      ...['id', 'custom_field_id', 'name', 'value', 'options', 'type', 'type_name', 'show_on_portal', 'mandatory'],
      ...['user', 'attachment'],
    ]);
    const kept = await account.call(`PUT /users/${id}.json`, written({ name: 'Employee ID', value: '43' }));
    expect(valuesOf(kept.body)).toEqual([
      ['Employee ID', '43'],
      ['Start', 'Jan 15, 2026'],
    ]);
  });

  it.each([
    [
      'any',
      [
        ['Employee ID', '42'],
        ['employee id', '1'],
      ],
    ],
    [['Employee ID'], [['Employee ID', '42']]],
    [[], []],
  ] as const)('are taken over as far as they exist: %j', async (customFields, expected) => {
    await account.set({ customFields: customFields === 'any' ? 'any' : [...customFields] });
    const { id } = await account.user('Person');
    const rows = [
      { name: 'Employee ID', value: '42' },
      { name: 'employee id', value: '1' },
    ];
    const put = await account.call(`PUT /users/${id}.json`, written(...rows));
    expect([put.status, valuesOf(put.body)]).toEqual([200, expected]);
  });

  it('as a bare array are what the API fails on, and nothing is changed', async () => {
    const { id } = await account.user('Person', { title: 'Old' });
    const user = { title: 'New', custom_fields_values: [{ name: 'Employee ID', value: '42' }] };
    expect((await account.call(`PUT /users/${id}.json`, { user })).status).toBe(500);
    expect((await account.call(`GET /users/${id}.json`)).body.title).toBe('Old');
  });
});
