import { type StartedAccount, startAccount } from './testing/started-account';

let account: StartedAccount;
beforeEach(async () => void (account = await startAccount()));
afterEach(() => account.close());

/** Adds users to a group, as the API wants it: all in the query. */
const join = (group: { id: number | string }, ...users: readonly { id: number }[]) =>
  account.call(`POST /memberships.json?group_id=${group.id}&user_ids=${users.map(({ id }) => id).join(',')}`);
const groupOf = async ({ id }: { id: number }) => (await account.call(`GET /groups/${id}.json`)).body;
const userOf = async ({ id }: { id: number }) => (await account.call(`GET /users/${id}.json`)).body;
const namesIn = async (group: { id: number }) =>
  (await groupOf(group)).memberships.map(({ user }: { user: string | null }) => user);

describe('a group', () => {
  it('is created, renamed and deleted', async () => {
    const { status, body } = await account.call('POST /groups.json', {
      group: { name: 'Helpdesk', description: 'One' },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(Number),
      name: 'Helpdesk',
      description: 'One',
      disabled: false,
      is_user: false,
      type: 'Group',
      send_notifications: true,
      reports_to: { id: -1, href: `${account.baseUrl}/groups/-1.json` },
      avatar: { type: 'group', color: expect.any(String), klass: 'group' },
      custom_fields_values: [],
      memberships: [],
    });
    const put = await account.call(`PUT /groups/${body.id}.json`, { group: { name: 'Service desk' } });
    expect(put).toMatchObject({ status: 200, body: { name: 'Service desk', description: 'One' } });
    expect(await account.names('/groups.json')).toEqual(['Service desk']);
    expect(await account.call(`DELETE /groups/${body.id}.json`)).toMatchObject({ status: 200, body: put.body });
    expect(await account.names('/groups.json')).toEqual([]);
    expect((await account.call(`DELETE /groups/${body.id}.json`)).status).toBe(404);
  });

  it('has the members of 2019 where the switch asks for them', async () => {
    await account.set({ membershipShape: 2019 });
    const group = await account.group('Helpdesk');
    const { body } = await join(group, await account.user('Person'));
    expect(body).toEqual([{ id: expect.any(Number), user: 'Person' }]);
    expect(await groupOf(group)).toEqual({
      id: group.id,
      name: 'Helpdesk',
      description: '',
      email: null,
      disabled: false,
      is_user: false,
      user_id: null,
      reports_to: { id: -1, href: expect.any(String) },
      avatar: { type: 'group', color: expect.any(String) },
      memberships: body,
    });
  });

  it('answers writes without a body where the switches ask for it', async () => {
    await account.set({ createStatus: 200, updateStatus: 204, deleteStatus: 204 });
    const { status, body } = await account.call('POST /groups.json', { group: { name: 'Helpdesk' } });
    expect(status).toBe(200);
    expect(await account.call(`PUT /groups/${body.id}.json`, { group: {} })).toMatchObject({ status: 204, body: '' });
    expect(await account.call(`DELETE /groups/${body.id}.json`)).toMatchObject({ status: 204, body: '' });
  });

  it('needs a name, which another may have too', async () => {
    const nameless = await account.call('POST /groups.json', { group: { description: 'One' } });
    expect(nameless).toMatchObject({ status: 422, body: { name: ["can't be blank"] } });
    const { id } = await account.group('Helpdesk');
    expect((await account.call(`PUT /groups/${id}.json`, { group: { name: '' } })).status).toBe(422);
    await account.group('Helpdesk');
    expect(await account.names('/groups.json')).toEqual(['Helpdesk', 'Helpdesk']);
  });

  it('is managed by a personal group, a real one, or nobody', async () => {
    const boss = await account.user('Boss');
    const other = await account.group('Other');
    const { id } = await account.group('Helpdesk', { reports_to: { email: 'boss@contoso.com' } });
    const put = async (reports_to: object | null) =>
      (await account.call(`PUT /groups/${id}.json`, { group: { reports_to } })).body.reports_to.id;
    expect((await groupOf({ id })).reports_to.id).toBe(boss.group_ids[0]);
    expect(await put({ id: other.id })).toBe(other.id);
    expect(await put({ id: 1 })).toBe(other.id);
    expect(await put(null)).toBe(-1);
  });

  it.each([
    ['any', 'prefix', 'help', ['Helpdesk', 'helpers']],
    ['exact', 'prefix', 'help', ['helpers']],
    ['any', 'contains', 'HELP', ['Helpdesk', 'helpers', 'The help']],
    ['exact', 'contains', 'help', ['helpers', 'The help']],
  ] as const)('is found in letter case %s by %s of %s', async (groupNameCase, nameFilter, name, expected) => {
    await account.set({ groupNameCase, nameFilter });
    for (const each of ['Helpdesk', 'helpers', 'The help']) await account.group(each);
    expect(await account.names(`/groups.json?name=${name}`)).toEqual(expected);
  });

  it('may be a queue, which lists show among the groups', async () => {
    await account.simulator.seed({ groups: [{ name: 'Incidents', type: 'Queue' }, { name: 'Helpdesk' }] });
    const { body } = await account.call('GET /groups.json');
    expect(body.map(({ type }: { type: string }) => type)).toEqual(['Group', 'Queue']);
  });

  it('does not take its members from its own body', async () => {
    const { email } = await account.user('Person');
    const group = await account.group('Helpdesk');
    await account.call(`PUT /groups/${group.id}.json`, { group: { memberships: [{ user: { email } }] } });
    expect(await namesIn(group)).toEqual([]);
  });
});

describe('a personal group', () => {
  it('is read by its number alone', async () => {
    const user = await account.user('Person');
    const [id] = user.group_ids;
    expect(await groupOf({ id })).toMatchObject({ id, is_user: true, user_id: user.id, email: user.email });
    expect(await account.names('/groups.json')).toEqual([]);
    expect((await account.call(`PUT /groups/${id}.json`, { group: { name: 'Other' } })).status).toBe(404);
    expect((await account.call(`DELETE /groups/${id}.json`)).status).toBe(404);
    expect((await join({ id }, user)).status).toBe(404);
    expect((await userOf(user)).group_ids).toEqual([id]);
  });

  it('goes with its user', async () => {
    const user = await account.user('Person');
    await account.call(`DELETE /users/${user.id}.json`);
    expect((await account.call(`GET /groups/${user.group_ids[0]}.json`)).status).toBe(404);
  });
});

describe('memberships', () => {
  it('are made for many at once, told by names, and listed ascending among the groups of a user', async () => {
    const before = await account.group('Before');
    const one = await account.user('One');
    const other = await account.user('Other', { disabled: true });
    const after = await account.group('After');
    const { status, body } = await join(after, one, other);
    expect(status).toBe(201);
    expect(body.map(({ type, user }: { type: string; user: string }) => [type, user])).toEqual([
      ['Membership', 'One'],
      ['Membership', 'Other'],
    ]);
    await join(before, one);
    expect((await userOf(one)).group_ids).toEqual([before.id, ...one.group_ids, after.id]);
    expect((await groupOf(after)).memberships).toEqual(body);
  });

  it('are made for users alone, whose group is read as a leading integer', async () => {
    const user = await account.user('Person');
    const group = await account.group('Helpdesk');
    const query = `group_id=${group.id}.json&user_ids=${user.group_ids[0]},nobody,${user.id},${user.id}`;
    expect((await account.call(`POST /memberships.json?${query}`)).body).toHaveLength(1);
    expect(await namesIn(group)).toEqual(['Person']);
    expect((await join({ id: 1 }, user)).status).toBe(404);
    expect((await account.call('POST /memberships.json')).status).toBe(404);
  });

  it.each([
    ['idempotent', 201, ['One', 'Other']],
    [409, 409, ['One']],
  ] as const)('that are there already: %s', async (duplicateMembership, status, expected) => {
    await account.set({ duplicateMembership });
    const one = await account.user('One');
    const group = await account.group('Helpdesk');
    const [first] = (await join(group, one)).body;
    expect((await join(group, one, await account.user('Other'))).status).toBe(status);
    expect(await namesIn(group)).toEqual(expected);
    expect((await groupOf(group)).memberships[0]).toEqual(first);
  });

  it.each([
    ['list', 201, [expect.objectContaining({ user: 'Person' })]],
    ['none', 201, ''],
  ] as const)('are answered with %s', async (membershipAnswer, status, body) => {
    await account.set({ membershipAnswer });
    const group = await account.group('Helpdesk');
    expect(await join(group, await account.user('Person'))).toMatchObject({ status, body });
    expect(await namesIn(group)).toEqual(['Person']);
  });

  it.each([200, 204] as const)('are removed by their own number: %d', async (deleteStatus) => {
    await account.set({ deleteStatus });
    const user = await account.user('Person');
    const group = await account.group('Helpdesk');
    const [{ id }] = (await join(group, user)).body;
    expect((await account.call(`DELETE /memberships/${id}.json`)).status).toBe(deleteStatus);
    expect((await account.call(`DELETE /memberships/${id}.json`)).status).toBe(404);
    expect((await account.call(`PUT /memberships/${id}.json`)).status).toBe(404);
    expect(await namesIn(group)).toEqual([]);
    expect((await userOf(user)).group_ids).toEqual(user.group_ids);
    expect((await join(group, user)).body[0].id).not.toBe(id);
  });

  it('tell the new name of a user, stay without him when he is deleted, and can be removed then', async () => {
    const user = await account.user('Person');
    const group = await account.group('Helpdesk');
    const [{ id }] = (await join(group, user)).body;
    await account.call(`PUT /users/${user.id}.json`, { user: { name: 'Renamed' } });
    expect(await namesIn(group)).toEqual(['Renamed']);
    await account.call(`DELETE /users/${user.id}.json`);
    expect(await namesIn(group)).toEqual([null]);
    expect((await account.call(`DELETE /memberships/${id}.json`)).body).toMatchObject({ id, user: null });
    expect(await namesIn(group)).toEqual([]);
  });

  it('go with their group, and leave the users', async () => {
    const user = await account.user('Person');
    const group = await account.group('Helpdesk');
    const [{ id }] = (await join(group, user)).body;
    await account.call(`DELETE /groups/${group.id}.json`);
    expect((await userOf(user)).group_ids).toEqual(user.group_ids);
    expect((await account.call(`DELETE /memberships/${id}.json`)).status).toBe(404);
  });
});
