import { randomUUID } from 'node:crypto';
import { eventually } from '@waybill/testing';
import { type AdminApi, startAdminApi } from '../testing/admin-fixture';

/** A role that there is not parks a change. */
const astronaut = { role: 'Astronaut' };
let api: AdminApi;
beforeEach(async () => (api = await startAdminApi()));
afterEach(() => api.stop());

const park = async (person: number, values: Record<string, string> = astronaut) => {
  const changeId = await api.desire(person, values);
  await api.untilTold(changeId, /parked/);
  return changeId;
};
/** Parks a change for what an admin can mend at Samanage. */
async function parkAtSamanage(person: number) {
  await api.simulator.change({ unknownLookup: 'refuse' });
  return park(person, { department: 'Moon' });
}
const mend = () => api.simulator.change({ unknownLookup: 'create' });
const users = () => [...api.simulator.account.users.values()].filter(({ email }) => email !== 'admin@contoso.com');
const parkedIds = async (query = '') =>
  ((await api.ask('GET', `parked${query}`)).body.value as { changeId: string }[]).map(({ changeId }) => changeId);

describe('what is parked', () => {
  it('is listed page by page, by code and by name', async () => {
    const changes = [await park(1), await park(2), await park(3)];
    const { status, body } = await api.ask('GET', 'parked');
    expect([status, body.value.map(({ changeId }: { changeId: string }) => changeId)]).toEqual([200, changes]);
    expect(body.value[0]).toEqual({
      changeId: changes[0],
      subjectId: api.personId(1),
      subjectType: 'User',
      displayName: 'Person 1',
      action: 'create',
      code: 'UnprocessableEntity',
      reason: 'Samanage has no role "Astronaut"',
      attempts: 1,
      nextAttemptAt: expect.stringMatching(/Z$/),
      parkedAt: expect.stringMatching(/Z$/),
    });
    const first = await api.ask('GET', 'parked?$top=2&code=UnprocessableEntity');
    expect(first.body.value).toHaveLength(2);
    expect(first.body['@odata.nextLink']).toContain('code=UnprocessableEntity');
    const rest = await api.ask('GET', first.body['@odata.nextLink']);
    expect(rest.body).toEqual({ value: [body.value[2]] });
    expect(await parkedIds('?search=SON%202')).toEqual([changes[1]]);
    expect(await parkedIds('?code=Unauthorized')).toEqual([]);
    expect((await api.ask('GET', `parked/${changes[1]}`)).body).toEqual(body.value[1]);
    for (const query of ['?$top=0', '?$top=1001', '?$skiptoken=7', '?search=%00']) {
      expect((await api.ask('GET', `parked${query}`)).status).toBe(400);
    }
  });

  it('is tried again when an admin says so, and applied', async () => {
    const changeId = await parkAtSamanage(1);
    const counted = (await api.ask('GET', `parked/${changeId}`)).body;
    expect(Date.parse(counted.nextAttemptAt) - Date.now()).toBeGreaterThan(10_000);
    await mend();
    expect(await api.ask('POST', `parked/${changeId}/retry`)).toEqual({ status: 202, body: { changeId } });
    expect((await api.untilTold(changeId)).type).toBe('account-created');
    expect(await parkedIds()).toEqual([]);
    expect((await api.ask('POST', `parked/${changeId}/retry`)).status).toBe(404);
    const told = (await api.told()).find(({ type }) => type === 'change-retried');
    expect(told).toMatchObject({ changeId, retriedBy: 'admin:test' });
  });

  it('tells again that it cannot be applied', async () => {
    const changeId = await park(1);
    await api.ask('POST', `parked/${changeId}/retry`);
    await eventually(async () => (await api.told()).filter(({ type }) => type === 'change-parked').length === 2);
    expect(await parkedIds()).toEqual([changeId]);
  });

  it('shows attempts that failed as the one before, which is told once', async () => {
    await api.simulator.change({ unavailable: true });
    const changeId = await park(1, {});
    const first = (await api.ask('GET', `parked/${changeId}`)).body;
    await eventually(async () => {
      const { attempts, nextAttemptAt } = (await api.ask('GET', `parked/${changeId}`)).body;
      return attempts > 1 && Date.parse(nextAttemptAt) > Date.parse(first.nextAttemptAt);
    });
    expect((await api.told()).filter(({ type }) => type === 'change-parked')).toHaveLength(1);
  });

  it('is tried again all together, or by code', async () => {
    await parkAtSamanage(1);
    await parkAtSamanage(2);
    expect(await api.ask('POST', 'parked/retry', { code: 'Unauthorized' })).toEqual({
      status: 200,
      body: { retried: 0 },
    });
    await mend();
    expect((await api.ask('POST', 'parked/retry', { code: 'UnprocessableEntity' })).body).toEqual({ retried: 2 });
    await eventually(() => users().length === 2);
    expect((await api.ask('POST', 'parked/retry')).body).toEqual({ retried: 0 });
  });

  it('is written with other values, until something else is desired', async () => {
    const changeId = await park(1, { ...astronaut, title: 'Pilot' });
    const values = { role: 'Requester', title: null, 'custom_fields_values.Badge': '7' };
    const edit = await api.ask('PATCH', `parked/${changeId}`, { values, reason: 'Contoso has no astronauts' });
    expect(edit).toEqual({ status: 202, body: { changeId } });
    const created = await api.untilTold(changeId);
    expect(created).toMatchObject({ type: 'account-created', applied: { role: 'Requester', title: null } });
    expect(users()).toMatchObject([{ role: { name: 'Requester' } }]);
    expect((await api.told()).find(({ type }) => type === 'change-edited')).toMatchObject({
      account: values,
      editedBy: 'admin:test',
      reason: 'Contoso has no astronauts',
    });
    const next = await api.desire(1, { role: 'Service Agent User', title: 'Pilot' });
    expect(await api.untilTold(next)).toMatchObject({ applied: { role: 'Service Agent User', title: 'Pilot' } });
  });

  it('is given up: nothing is written, every change is counted, and the next desired state works', async () => {
    const changeId = await park(1);
    const abandoned = await api.ask('POST', `parked/${changeId}/abandon`, { reason: 'left before the first day' });
    expect(abandoned).toEqual({ status: 200, body: { changeId } });
    expect((await api.told()).at(-1)).toMatchObject({
      type: 'change-abandoned',
      abandonedBy: 'admin:test',
      reason: 'left before the first day',
    });
    expect(await api.counts()).toEqual({ received: 1, abandoned: 1, open: 0 });
    expect([users(), await parkedIds()]).toEqual([[], []]);
    const next = await api.desire(1, {});
    expect((await api.untilTold(next)).type).toBe('account-created');
    expect(await api.counts()).toEqual({ received: 2, abandoned: 1, applied: 1, open: 0 });
  });

  it('is of groups too', async () => {
    const changeId = await api.desireGroup(1, { name: '' });
    await api.untilTold(changeId, /parked/);
    const values = { name: 'Sales', email: 'a@contoso.com' };
    const unknown = await api.ask('PATCH', `parked/${changeId}`, { values, reason: 'it has no name' });
    expect(unknown).toMatchObject({ status: 400, body: { error: { details: [{ target: 'email' }] } } });
    await api.ask('PATCH', `parked/${changeId}`, { values: { name: 'Sales' }, reason: 'it has no name' });
    expect(await api.untilTold(changeId)).toMatchObject({ type: 'group-created', applied: { name: 'Sales' } });
  });

  it('has values to edit only where it says more than whether somebody is to be', async () => {
    await api.untilTold(await api.desire(1, {}));
    const [user] = users();
    await api.simulator.logIn('p1@contoso.com', '2026-01-01T00:00:00.000+00:00');
    await api.simulator.change({ deleteLoggedIn: 'refuse' });
    const changeId = await api.desire(1, {}, 'absent');
    await api.untilTold(changeId, /parked/);
    const edit = await api.ask('PATCH', `parked/${changeId}`, { values: { title: 'CEO' }, reason: 'why not' });
    expect(edit).toMatchObject({ status: 409, body: { error: { message: /Person 1 has no values/ as never } } });
    expect(user?.title).not.toBe('CEO');
  });

  it('is decided once, whoever asks at the same time', async () => {
    const changeId = await park(1);
    const answers = await Promise.all(
      [1, 2, 3].map((each) => api.ask('POST', `parked/${changeId}/abandon`, { reason: `admin ${each}` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    expect((await api.told()).filter(({ type }) => type === 'change-abandoned')).toHaveLength(1);
  });
});

describe('a decision about what is parked', () => {
  it.each<[string, object, RegExp]>([
    ['unknown members', { values: { colour: 'red', disabled: 'true' }, reason: 'r' }, /colour.*disabled/],
    ['a role that is taken away', { values: { role: null }, reason: 'r' }, /role/],
    ['a manager who is no directory id', { values: { reports_to: 'boss@contoso.com' }, reason: 'r' }, /reports_to/],
    [
      'a custom field without a name',
      { values: { 'custom_fields_values.': 'x' }, reason: 'r' },
      /custom_fields_values\./,
    ],
    ['a value that is no text', { values: { title: 7 }, reason: 'r' }, /title/],
    ['a value that cannot be kept', { values: { title: 'a\0b' }, reason: 'r' }, /title/],
    ['no member', { values: {}, reason: 'r' }, /name a member/],
    ['no reason', { values: { title: 'x' } }, /reason/],
  ])('is refused for %s', async (_, edit, message) => {
    const changeId = await park(1);
    const { status, body } = await api.ask('PATCH', `parked/${changeId}`, edit);
    expect([status, body.error.message]).toEqual([400, expect.stringMatching(message)]);
    expect((await api.told()).some(({ type }) => type === 'change-edited')).toBe(false);
  });

  it('needs a reason to give up', async () => {
    const changeId = await park(1);
    for (const body of [undefined, {}, { reason: '' }, { reason: ' ' }, { reason: 'x'.repeat(1_001) }]) {
      expect((await api.ask('POST', `parked/${changeId}/abandon`, body)).status).toBe(400);
    }
    expect(await parkedIds()).toEqual([changeId]);
  });

  it('is for admins, and of changes and jobs that are there', async () => {
    const changeId = await park(1);
    const other = randomUUID();
    await api.createJob(other);
    const routes = [
      ['GET', `parked/${changeId}`, undefined],
      ['POST', `parked/${changeId}/retry`, undefined],
      ['POST', `parked/${changeId}/abandon`, { reason: 'r' }],
      ['PATCH', `parked/${changeId}`, { values: { title: 'x' }, reason: 'r' }],
    ] as const;
    await eventually(async () => (await api.ask('GET', 'parked', undefined, { job: other })).status === 200);
    for (const [method, path, body] of routes) {
      expect((await api.ask(method, path, body, { job: other })).status).toBe(404);
      expect((await api.ask(method, path, body, { job: randomUUID() })).body.error.message).toMatch(/no job/);
      expect((await api.ask(method, path, body, { as: 'auditor-token' })).status).toBe(403);
      const gone = path.replace(changeId, randomUUID());
      expect((await api.ask(method, gone, body)).body.error.message).toMatch(/not parked/);
    }
    expect((await api.ask('POST', 'parked/retry', {}, { job: randomUUID() })).status).toBe(404);
    expect((await api.ask('POST', 'parked/retry', {}, { as: 'auditor-token' })).status).toBe(403);
    expect((await api.ask('GET', 'parked', undefined, { as: 'auditor-token' })).status).toBe(403);
  });
});
