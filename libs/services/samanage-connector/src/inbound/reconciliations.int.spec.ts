import { randomUUID } from 'node:crypto';
import { eventually } from '@waybill/testing';
import { type AdminApi, startAdminApi } from '../testing/admin-fixture';
import { behindOurBack } from '../testing/behind-our-back';

let api: AdminApi;
let change: ReturnType<typeof behindOurBack>;
beforeEach(async () => {
  api = await startAdminApi();
  change = behindOurBack(api.simulator);
  await eventually(async () => (await api.ask('GET', 'reconciliations')).status === 200);
});
afterEach(() => api.stop());

const have = async (person: number, values: Record<string, string> = {}) =>
  (await api.untilTold(await api.desire(person, values))).samanageId as number;
const haveGroup = async (group: number, people: number[] = []) => {
  const id = (await api.untilTold(await api.desireGroup(group, {}))).samanageId as number;
  if (people.length > 0) await api.untilTold(await api.desireMembers(group, people));
  return id;
};
const settled = () => eventually(async () => (await api.counts()).open === 0);
const runAt = async (id: string) => (await api.ask('GET', `reconciliations/${id}`)).body as Record<string, unknown>;
const ended = (id: string) => eventually(async () => ['Completed', 'Failed'].includes(String((await runAt(id)).state)));
const run = async (repair = false) => {
  await settled();
  const { id } = (await api.ask('POST', 'reconciliations', { repair })).body as { id: string };
  await ended(id);
  return id;
};
const differencesOf = async (id: string) =>
  (await api.ask('GET', `reconciliations/${id}/differences`)).body.value as Record<string, unknown>[];
const opened = async () => {
  const text = `SELECT changes::int FROM tally_count WHERE counted = 'opened'`;
  return (await api.pool.query<{ changes: number }>(text)).rows[0]?.changes ?? 0;
};
const writes = () => api.simulator.record.filter(({ applied }) => applied).length;
const members = (id: number) =>
  [...(api.simulator.account.groups.get(id)?.memberships.values() ?? [])].map(
    ({ userId }) => api.simulator.account.users.get(userId)?.email,
  );
const any: unknown = expect.anything();

describe('a reconciliation without repair', () => {
  it('tells what differs and who is right, and writes nothing', async () => {
    const [adele, megan] = [await have(1, { title: 'Buyer' }), await have(2)];
    const groupId = await haveGroup(1, [1, 2]);
    await api.simulator.seed({ users: [{ name: 'Somebody else', email: 'other@contoso.com', title: 'Boss' }] });
    await settled();
    await change.user(adele, { title: 'Seller', phone: '+49 1' });
    await change.group(groupId, { name: 'Renamed' });
    await change.leave(groupId, megan);
    const before = writes();
    const asked = await api.ask('POST', 'reconciliations', { repair: false });
    const id = asked.body.id as string;
    expect(asked.status).toBe(202);
    expect(asked.body).toMatchObject({ state: 'Waiting', trigger: 'admin', askedBy: 'admin:test', repair: false });
    await ended(id);
    expect(await runAt(id)).toEqual({
      id,
      state: 'Completed',
      trigger: 'admin',
      askedBy: 'admin:test',
      repair: false,
      askedAt: any,
      beganAt: any,
      endedAt: any,
      accounts: 2,
      groups: 1,
      drifted: 2,
      missing: 0,
      repaired: 0,
      error: null,
    });
    const ofAdele = { directoryId: api.personId(1), type: 'User', samanageId: adele, displayName: 'Person 1' };
    const ofGroup = { directoryId: api.groupId(1), type: 'Group', samanageId: groupId, displayName: 'Group 1' };
    const found = await differencesOf(id);
    expect(found).toHaveLength(4);
    expect(found).toEqual(
      expect.arrayContaining(
        [
          { ...ofAdele, member: 'title', applied: 'Buyer', actual: 'Seller', wanted: 'Buyer', right: 'directory' },
          { ...ofAdele, member: 'phone', applied: null, actual: '+49 1', wanted: null, right: 'samanage' },
          { ...ofGroup, member: 'name', applied: 'Group 1', actual: 'Renamed', wanted: 'Group 1', right: 'directory' },
          {
            ...ofGroup,
            kind: 'membership',
            member: api.personId(2),
            applied: 'Person 2',
            actual: null,
            wanted: 'Person 2',
            right: 'directory',
          },
        ].map((each) => ({ kind: 'changed', repaired: false, ...each, id: any })),
      ),
    );
    await settled();
    expect(writes()).toBe(before);
    const told = (await api.told()).filter(({ type }) => /reconciliation|tenant-read/.test(type));
    expect(told.at(-1)).toMatchObject({
      type: 'reconciliation-ended',
      runId: id,
      compared: { accounts: 2, groups: 1 },
      drifted: 2,
    });
    expect(told.at(-2)).toMatchObject({ type: 'tenant-read', part: 1, parts: 1 });
  });

  it('takes what Samanage is right about as known, until that is another', async () => {
    const id = await have(1, { title: 'Buyer' });
    await settled();
    const found = async () => (await differencesOf(await run())).map(({ member, actual }) => [member, actual]);
    await change.user(id, { phone: '1', title: 'Seller' });
    expect((await found()).sort()).toEqual([
      ['phone', '1'],
      ['title', 'Seller'],
    ]);
    expect(await found()).toEqual([['title', 'Seller']]);
    await change.user(id, { phone: '2' });
    expect((await found()).sort()).toEqual([
      ['phone', '2'],
      ['title', 'Seller'],
    ]);
    await api.untilTold(await api.desire(1, { title: 'Boss' }));
    expect(await found()).toEqual([]);
    await change.user(id, { phone: '1' });
    expect(await found()).toEqual([['phone', '1']]);
  });

  it('takes no field for drift that Samanage refused', async () => {
    const id = await have(1, { department: 'Moon' });
    await run();
    expect(await differencesOf(await run())).toEqual([]);
    await change.user(id, { department: { name: 'Sales' } });
    expect(await differencesOf(await run())).toEqual([]);
  });

  it('leaves alone what is being worked on, and looks at what is parked', async () => {
    const [first, second] = [await have(1, { title: 'Buyer' }), await have(2, { title: 'Buyer' })];
    await settled();
    await change.user(first, { title: 'Seller' });
    await change.user(second, { title: 'Seller' });
    await api.untilTold(await api.desire(1, { title: 'Buyer', role: 'Astronaut' }), /parked/);
    await api.pool.query(`INSERT INTO work_v3 (subject, job, version, priority, due_at, payload)
      VALUES ('account-${api.personId(2)}', '${api.jobId}', 1, 2, now() + interval '1 day', '{"kind":"account","waiting":1}')`);
    const asked = (await api.ask('POST', 'reconciliations', { repair: true })).body as { id: string };
    await ended(asked.id);
    const found = await differencesOf(asked.id);
    // A parked change is open already: it repairs by itself when it can be applied.
    expect(found).toEqual([
      expect.objectContaining({ member: 'title', directoryId: api.personId(1), repaired: false }),
    ]);
    expect(await runAt(asked.id)).toMatchObject({ accounts: 1, drifted: 1, repaired: 0 });
  });

  it('knows a manager by his account, whatever his address is by now', async () => {
    const boss = await have(1);
    await have(2, { reports_to: api.personId(1) });
    await settled();
    await change.user(boss, { email: 'boss@contoso.com' });
    const found = await differencesOf(await run());
    expect(found.map(({ directoryId, member }) => [directoryId, member])).toEqual([[api.personId(1), 'email']]);
  });

  it('is listed, the newest first, and shown page by page', async () => {
    const ids = await Promise.all([1, 2, 3].map((person) => have(person, { title: 'Buyer' })));
    await settled();
    for (const id of ids) await change.user(id, { title: 'Seller' });
    const first = await run();
    const second = await run();
    const { body } = await api.ask('GET', 'reconciliations');
    expect(body.value.map(({ id }: { id: string }) => id)).toEqual([second, first]);
    const page = await api.ask('GET', `reconciliations/${first}/differences?$top=2`);
    expect(page.body.value).toHaveLength(2);
    const rest = await api.ask('GET', page.body['@odata.nextLink']);
    expect([...page.body.value, ...rest.body.value]).toEqual(await differencesOf(first));
    expect(rest.body).not.toHaveProperty('@odata.nextLink');
  });
});

describe('a reconciliation with repair', () => {
  it('writes what the directory is right about, as changes that are counted', async () => {
    const [adele, megan] = [await have(1, { title: 'Buyer' }), await have(2)];
    const groupId = await haveGroup(1, [1, 2]);
    await settled();
    await change.user(adele, { title: 'Seller', phone: '+49 1' });
    await change.user(megan, { phone: '+49 2' });
    await change.group(groupId, { name: 'Renamed' });
    await change.leave(groupId, megan);
    const before = await opened();
    const id = await run(true);
    await settled();
    expect(await runAt(id)).toMatchObject({ state: 'Completed', drifted: 3, repaired: 2 });
    const found = await differencesOf(id);
    expect(found.map(({ member, right, repaired }) => [member, right, repaired]).sort()).toEqual(
      [
        ['title', 'directory', true],
        ['phone', 'samanage', false],
        ['phone', 'samanage', false],
        ['name', 'directory', true],
        [api.personId(2), 'directory', true],
      ].sort(),
    );
    const { users, groups } = api.simulator.account;
    expect(users.get(adele)).toMatchObject({ title: 'Buyer', phone: '+49 1' });
    expect(users.get(megan)).toMatchObject({ phone: '+49 2' });
    expect(groups.get(groupId)?.name).toBe('Group 1');
    expect(members(groupId).sort()).toEqual(['p1@contoso.com', 'p2@contoso.com']);
    expect((await opened()) - before).toBe(3);
    const told = (await api.told()).filter(({ cause }) => cause === 'drift').map(({ type }) => type);
    expect(told.sort()).toEqual(['change-received', 'group-change-received']);
    expect((await differencesOf(await run(true))).filter(({ right }) => right === 'directory')).toEqual([]);
  });

  it('makes an account and a group again that were deleted there, with their members', async () => {
    const [adele, megan] = [await have(1, { title: 'Buyer' }), await have(2)];
    const [sales, staff] = [await haveGroup(1, [1, 2]), await haveGroup(2, [2])];
    await settled();
    await change.remove(`/users/${adele}.json`);
    await change.remove(`/groups/${staff}.json`);
    const dry = await run();
    expect(await runAt(dry)).toMatchObject({ accounts: 2, groups: 2, drifted: 0, missing: 2, repaired: 0 });
    const missing = { kind: 'missing', member: null, right: 'directory', repaired: false };
    expect(await differencesOf(dry)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...missing, directoryId: api.personId(1), samanageId: adele }),
        expect.objectContaining({ ...missing, directoryId: api.groupId(2), samanageId: staff }),
      ]),
    );
    expect(await runAt(await run(true))).toMatchObject({ missing: 2, repaired: 2 });
    await settled();
    await eventually(() => members(sales).includes('p1@contoso.com'));
    // What was left of the deleted account stays: Samanage keeps a membership without anybody (samanage-api.md §2.5).
    expect(members(sales).sort()).toEqual(['p1@contoso.com', 'p2@contoso.com', undefined]);
    const again = [...api.simulator.account.groups.values()].find(({ name }) => name === 'Group 2');
    expect(again?.id).not.toBe(staff);
    expect(members(again?.id ?? 0)).toEqual(['p2@contoso.com']);
    expect(api.simulator.account.users.get(megan)).toBeDefined();
    const last = await run();
    expect([await runAt(last), await differencesOf(last)]).toEqual([expect.objectContaining({ missing: 0 }), []]);
  });
});

describe('a policy', () => {
  it('has the job compared by itself, and repaired', async () => {
    expect((await api.ask('GET', 'reconciliations/policy')).body).toEqual({ everyHours: null, repair: false });
    const id = await have(1, { title: 'Buyer' });
    await settled();
    await change.user(id, { title: 'Seller' });
    const policy = { everyHours: 24, repair: true };
    expect(await api.ask('PUT', 'reconciliations/policy', policy)).toMatchObject({ status: 200, body: policy });
    expect((await api.ask('GET', 'reconciliations/policy')).body).toEqual(policy);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await api.ask('GET', 'reconciliations')).body.value).toEqual([]);
    await api.pool.query(`UPDATE reconciliation_policy_v1 SET set_at = set_at - interval '25 hours'`);
    await eventually(async () => (await api.ask('GET', 'reconciliations')).body.value[0]?.state === 'Completed');
    await settled();
    const [first, ...others] = (await api.ask('GET', 'reconciliations')).body.value as Record<string, unknown>[];
    expect(first).toMatchObject({
      trigger: 'schedule',
      repair: true,
      repaired: 1,
      askedBy: 'service:samanage-connector',
    });
    expect(others).toEqual([]);
    expect(api.simulator.account.users.get(id)).toMatchObject({ title: 'Buyer' });
    expect((await api.told()).filter(({ type }) => type === 'reconciliation-policy-set')).toHaveLength(1);
  });

  it.each([
    ['POST', 'reconciliations', { repair: 'yes' }],
    ['POST', 'reconciliations', { repair: true, more: 1 }],
    ['PUT', 'reconciliations/policy', { everyHours: 0, repair: false }],
    ['PUT', 'reconciliations/policy', { everyHours: 721, repair: false }],
    ['PUT', 'reconciliations/policy', { everyHours: 1.5, repair: false }],
    ['PUT', 'reconciliations/policy', { repair: false }],
    ['GET', 'reconciliations/1', undefined],
  ] as const)('is not set, nor a run asked for, by %s %s %j', async (method, path, body) => {
    expect((await api.ask(method, path, body)).status).toBe(400);
  });
});

describe('who asks', () => {
  it('twice is told which run is under way', async () => {
    await api.simulator.change({ latencyMs: 300 });
    const first = await api.ask('POST', 'reconciliations', { repair: false });
    const second = await api.ask('POST', 'reconciliations', { repair: true });
    expect([first.status, second.status]).toEqual([202, 409]);
    expect(second.body.error.message).toContain(first.body.id);
    await ended(first.body.id);
    expect((await api.ask('POST', 'reconciliations')).status).toBe(202);
  });

  it('without being an admin, or for what there is not, is refused', async () => {
    expect((await api.ask('POST', 'reconciliations', {}, { as: 'auditor-token' })).status).toBe(403);
    expect((await api.ask('POST', 'reconciliations', {}, { job: randomUUID() })).status).toBe(404);
    expect((await api.ask('GET', `reconciliations/${randomUUID()}`)).status).toBe(404);
    expect((await api.ask('GET', `reconciliations/${randomUUID()}/differences`)).status).toBe(404);
  });
});
