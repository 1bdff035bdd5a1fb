import { randomUUID } from 'node:crypto';
import { eventually } from '@waybill/testing';
import { type AdminApi, startAdminApi } from '../testing/admin-fixture';

let api: AdminApi;
beforeEach(async () => (api = await startAdminApi()));
afterEach(() => api.stop());

const stringMatching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const have = async (person: number, values: Record<string, string> = {}) =>
  (await api.untilTold(await api.desire(person, values))).samanageId as number;
const haveGroup = async (group: number, values: Record<string, string> = {}) =>
  (await api.untilTold(await api.desireGroup(group, values))).samanageId as number;
const userAt = (id: number) => api.simulator.account.users.get(id);
const linkPath = (person: number) => `links/${api.personId(person)}`;
const groupPath = (group: number) => `links/${api.groupId(group)}`;
const found = async (query: string) =>
  ((await api.ask('GET', `links?${query}`)).body.value as { directoryId: string }[]).map((link) => link.directoryId);
const link = (path: string, samanageId: unknown) => api.ask('PUT', path, { samanageId });
const strangers = async (...emails: string[]) =>
  (await api.simulator.seed({ users: emails.map((email) => ({ name: email, email })) })).users.map(({ id }) => id);
const settled = () => eventually(async () => (await api.counts()).open === 0);

describe('links', () => {
  it('are listed page by page, with what is known of them', async () => {
    const boss = api.personId(9);
    const id = await have(1, { department: 'Moon', reports_to: boss });
    await have(2);
    const groupId = await haveGroup(1, { name: 'Sales' });
    const { body } = await api.ask('GET', 'links');
    expect(body.value).toHaveLength(3);
    expect(body.value[0]).toEqual({
      directoryId: api.personId(1),
      type: 'User',
      samanageId: id,
      name: 'Person 1',
      email: 'p1@contoso.com',
      applied: expect.objectContaining({ role: 'Requester', email: 'p1@contoso.com', disabled: 'false' }),
      refused: { department: 'Moon' },
      waitsFor: boss,
    });
    expect(body.value[2]).toEqual({
      directoryId: api.groupId(1),
      type: 'Group',
      samanageId: groupId,
      name: 'Sales',
      email: null,
      applied: { name: 'Sales', description: null },
      refused: {},
      waitsFor: null,
    });
    const first = await api.ask('GET', 'links?$top=2&type=');
    expect(first.status).toBe(400);
    const pages = await api.ask('GET', 'links?$top=1&type=User&search=person');
    const next = await api.ask('GET', pages.body['@odata.nextLink']);
    expect([...pages.body.value, ...next.body.value]).toEqual(body.value.slice(0, 2));
    expect((await api.ask('GET', next.body['@odata.nextLink'])).body).toEqual({ value: [] });
    expect((await api.ask('GET', linkPath(1))).body).toEqual(body.value[0]);
    expect((await api.ask('GET', groupPath(1))).body).toEqual(body.value[2]);
  });

  it('are found by name and address in any letter case, by directory id and by Samanage id', async () => {
    const zoe = await have(1, { name: 'ZOË Ångström' });
    await have(2);
    const sales = await haveGroup(1, { name: 'Sales' });
    const [first, second, group] = [api.personId(1), api.personId(2), api.groupId(1)];
    expect(await found(`search=${encodeURIComponent('zoë ång')}`)).toEqual([first]);
    expect(await found(`search=${encodeURIComponent('zoe\u0308')}`)).toEqual([first]);
    expect(await found('search=P2%40CONTOSO')).toEqual([second]);
    expect(await found(`search=${first.toUpperCase()}`)).toEqual([first]);
    expect(await found(`search=${zoe}`)).toEqual([first]);
    expect(await found(`search=${sales}`)).toEqual([group]);
    expect(await found('search=sal')).toEqual([group]);
    expect(await found('search=sal&type=User')).toEqual([]);
    expect(await found('type=Group')).toEqual([group]);
    expect(await found('search=99999999999999999999999')).toEqual([]);
    expect(await found('search=%25')).toEqual([]);
    expect(await found('search=')).toEqual([first, second, group]);
    expect((await api.ask('GET', 'links?search=%00')).status).toBe(400);
  });

  it('are of admins, and of jobs that are there', async () => {
    const id = await have(1);
    const other: string = randomUUID();
    await api.createJob(other);
    await eventually(async () => (await api.ask('GET', 'links', undefined, { job: other })).status === 200);
    expect((await api.ask('GET', 'links', undefined, { job: other })).body).toEqual({ value: [] });
    for (const [method, body] of [['GET'], ['DELETE'], ['PUT', { samanageId: id }]] as const) {
      expect((await api.ask(method, linkPath(1), body, { job: other })).status).toBe(404);
      expect((await api.ask(method, linkPath(1), body, { job: randomUUID() })).body.error.message).toMatch(/no job/);
      expect((await api.ask(method, linkPath(1), body, { as: 'auditor-token' })).status).toBe(403);
      expect((await api.ask(method, linkPath(7), body)).status).toBe(404);
      expect((await api.ask(method, 'links/7', body)).status).toBe(400);
    }
    expect((await api.ask('GET', 'links', undefined, { job: randomUUID() })).status).toBe(404);
    expect((await api.ask('GET', 'links', undefined, { as: 'auditor-token' })).status).toBe(403);
    expect((await api.ask('GET', linkPath(1))).body.samanageId).toBe(id);
  });
});

describe('unlinking', () => {
  it('touches neither side, and the next change matches again', async () => {
    const id = await have(1, { title: 'CEO' });
    const writes = api.simulator.record.length;
    expect(await api.ask('DELETE', linkPath(1))).toEqual({ status: 204, body: undefined });
    expect((await api.ask('GET', linkPath(1))).status).toBe(404);
    expect(await api.ask('DELETE', linkPath(1))).toMatchObject({ status: 404 });
    expect((await api.told()).at(-1)).toMatchObject({ type: 'link-removed', samanageId: id, by: 'admin:test' });
    await settled();
    expect([api.simulator.record.length, userAt(id)?.title]).toEqual([writes, 'CEO']);
    const again = await api.untilTold(await api.desire(1, { title: 'CTO' }));
    expect(again).toMatchObject({ type: 'account-linked', samanageId: id });
    expect((await api.ask('GET', linkPath(1))).body).toMatchObject({ samanageId: id, applied: { title: 'CTO' } });
  });

  it('is of groups too', async () => {
    const id = await haveGroup(1);
    expect((await api.ask('DELETE', groupPath(1))).status).toBe(204);
    expect((await api.ask('GET', groupPath(1))).status).toBe(404);
    expect((await api.ask('DELETE', groupPath(1))).status).toBe(404);
    const again = await api.untilTold(await api.desireGroup(1, { description: 'Everybody' }));
    expect(again).toMatchObject({ type: 'group-linked', samanageId: id });
  });

  it('waits for a change that is under way', async () => {
    await have(1);
    await api.simulator.change({ latencyMs: 600 });
    const changeId = await api.desire(1, { title: 'CEO' });
    await eventually(async () => (await api.told()).some((each) => each.changeId === changeId));
    const refused = await api.ask('DELETE', linkPath(1));
    expect(refused).toMatchObject({ status: 409, body: { error: { message: stringMatching(/under way/) } } });
    await api.untilTold(changeId);
    expect((await api.ask('DELETE', linkPath(1))).status).toBe(204);
  });
});

describe('relinking', () => {
  it('writes the other account, and the first not any more', async () => {
    const first = await have(1, { title: 'CEO' });
    const [other = 0] = await strangers('adele@contoso.com');
    const before = { ...userAt(first) };
    api.simulator.account.readdress(userAt(first) as never, 'old@contoso.com');
    const { status, body } = await link(linkPath(1), other);
    expect([status, body]).toEqual([200, expect.objectContaining({ samanageId: other, type: 'User' })]);
    await eventually(() => userAt(other)?.email === 'p1@contoso.com');
    expect(userAt(other)).toMatchObject({ title: 'CEO', name: 'Person 1' });
    expect(userAt(first)).toMatchObject({ ...before, email: 'old@contoso.com' });
    await settled();
    expect((await api.ask('GET', linkPath(1))).body).toMatchObject({ samanageId: other, name: 'Person 1' });
    expect((await api.told()).find(({ type }) => type === 'link-set')).toMatchObject({
      samanageId: other,
      previousId: first,
      by: 'admin:test',
    });
    const next = await api.untilTold(await api.desire(1, { title: 'CTO' }));
    expect([next.samanageId, userAt(first)?.title, userAt(other)?.title]).toEqual([other, 'CEO', 'CTO']);
    const writes = api.simulator.record.length;
    expect((await link(linkPath(1), other)).status).toBe(200);
    await settled();
    expect(api.simulator.record.length).toBe(writes);
  });

  it('names the group that is written from now on', async () => {
    await haveGroup(1, { name: 'Sales', description: 'Sellers' });
    const { groups } = await api.simulator.seed({ groups: [{ name: 'Vendors' }, { name: 'Wait', type: 'Queue' }] });
    const [vendors, queue] = groups.map(({ id }) => id);
    const person = userAt(await have(1));
    for (const [id, message] of [
      [queue, /queue/],
      [person?.personalGroupId, /hidden group/],
      [4_711, /There is no group 4711/],
    ] as const) {
      const refused = await link(groupPath(1), id);
      expect(refused).toMatchObject({ status: 404, body: { error: { message: stringMatching(message) } } });
    }
    expect((await link(groupPath(1), vendors)).body).toMatchObject({ samanageId: vendors, type: 'Group' });
    await eventually(() => api.simulator.account.groups.get(vendors ?? 0)?.description === 'Sellers');
    expect([...api.simulator.account.groups.values()].map(({ name }) => name).sort()).toEqual([
      'Sales',
      'Sales',
      'Wait',
    ]);
  });

  it('ends what could not be told apart', async () => {
    const [one = 0] = await strangers('one@contoso.com', 'two@contoso.com');
    await api.simulator.seed({ groups: [{ name: 'Twins' }, { name: 'Twins' }] });
    const [twin] = [...api.simulator.account.groups.keys()];
    const changeId = await api.desireGroup(1, { name: 'Twins', description: 'Both' });
    await api.untilTold(changeId, /parked/);
    expect((await link(groupPath(1), twin)).status).toBe(200);
    expect(await api.untilTold(changeId)).toMatchObject({ type: 'group-updated', samanageId: twin });
    const parked = await api.desire(1, { role: 'Astronaut' });
    await api.untilTold(parked, /parked/);
    expect((await link(linkPath(1), one)).status).toBe(200);
    await eventually(async () => (await api.told()).filter(({ code }) => code === 'UnprocessableEntity').length === 2);
    expect((await api.ask('GET', linkPath(1))).body).toMatchObject({ samanageId: one, name: null, applied: {} });
    const mended = await api.untilTold(await api.desire(1, {}));
    expect(mended).toMatchObject({ type: 'account-updated', samanageId: one });
  });

  it('is refused where it cannot be right', async () => {
    const first = await have(1);
    const second = await have(2);
    const taken = await link(linkPath(1), second);
    const message = stringMatching(new RegExp(`linked to ${api.personId(2)}`));
    expect(taken).toMatchObject({ status: 409, body: { error: { message } } });
    expect(await link(linkPath(1), 4_711)).toMatchObject({
      status: 404,
      body: { error: { message: 'There is no user 4711 at Samanage.' } },
    });
    for (const body of ['7', 0, -1, 1.5, null]) expect((await link(linkPath(1), body)).status).toBe(400);
    for (const switches of [{ unavailable: true }, { rejectToken: true }]) {
      await api.simulator.change(switches);
      const silent = await link(linkPath(1), second);
      expect(silent).toMatchObject({ status: 503, body: { error: { message: stringMatching(/Samanage/) } } });
      await api.simulator.change({ unavailable: false, rejectToken: false });
    }
    expect((await api.ask('GET', linkPath(1))).body.samanageId).toBe(first);
    expect((await api.told()).some(({ type }) => type === 'link-set')).toBe(false);
    expect((await api.ask('DELETE', linkPath(2))).status).toBe(204);
    expect((await link(linkPath(1), second)).status).toBe(200);
  });

  it('is refused without credentials', async () => {
    const unconnected = await startAdminApi({}, { token: undefined });
    await unconnected.desire(1, {});
    const path = `links/${unconnected.personId(1)}`;
    await eventually(async () => (await unconnected.ask('PUT', path, { samanageId: 1 })).status === 503);
    const { body } = await unconnected.ask('PUT', path, { samanageId: 1 });
    expect(body.error.message).toMatch(/Save a token first/);
    await unconnected.stop();
  });

  it('gives an account to one alone, whoever asks at the same time', async () => {
    const people = [1, 2, 3, 4, 5, 6];
    for (const person of people) await have(person);
    const [free = 0] = await strangers('free@contoso.com');
    const answers = await Promise.all(people.map((person) => link(linkPath(person), free)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect(await found(`search=${free}`)).toHaveLength(1);
  });
});
