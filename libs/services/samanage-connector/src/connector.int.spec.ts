import { type Connector, startConnector } from './testing/connector-fixture';

describe('the connector', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  const set = (switches: object) => connector.simulator.simulator.change(switches);

  it('creates an account, writes only differences, disables, enables and deletes it', async () => {
    const story: [Record<string, string>, ('enabled' | 'disabled' | 'absent')?][] = [
      [{ department: 'Retail' }],
      [{ department: 'Retail' }],
      [{ department: 'HR', title: 'CEO' }],
      [{ department: 'HR', title: 'CEO' }, 'disabled'],
      [{ department: 'HR', title: 'CEO' }],
      [{}, 'absent'],
    ];
    const types: string[] = [];
    for (const [account, presence] of story) {
      types.push((await connector.untilTold(await connector.desire(1, account, presence))).type);
    }
    expect(types).toEqual([
      'account-created',
      'account-unchanged',
      'account-updated',
      'account-disabled',
      'account-enabled',
      'account-deleted',
    ]);
    expect(connector.users()).toEqual([]);
    expect(connector.writes()).toEqual(['POST', 'PUT', 'PUT', 'PUT', 'DELETE']);
    const bodies = connector.simulator.simulator.record.map(({ body }) => body);
    expect(bodies[1]).toEqual({ user: { title: 'CEO', department: { name: 'HR' } } });
    expect(bodies[2]).toEqual({ user: { disabled: true } });
  });

  it('links an account that is there, in any letter case and among look-alikes, and makes no other', async () => {
    const { simulator } = connector.simulator;
    const write = {
      method: 'POST',
      path: '/users.json',
      query: new URLSearchParams(),
      at: '2026-01-01T00:00:00.000+00:00',
    };
    await simulator.write({ ...write, body: { user: { name: 'Other', email: 'pp1@contoso.com' } } });
    await simulator.write({ ...write, body: { user: { name: 'Person 1', email: 'P1@Contoso.com' } } });
    const told = await connector.untilTold(await connector.desire(1, { title: 'CEO' }));
    expect(told).toMatchObject({
      type: 'account-linked',
      differences: [{ name: 'title', oldValue: null, newValue: 'CEO' }],
    });
    expect(connector.users()).toHaveLength(2);
    expect((await connector.untilTold(await connector.desire(2, {}, 'disabled'))).type).toBe('account-skipped');
  });

  it.each([
    ['a 500 after it was done', { failAfterApply: 1 }],
    ['an answer that was lost', { dropAfterApply: 1 }],
    ['a write that is done late', { applyLate: 1, applyLateMs: 400 }],
  ])('makes one account in spite of %s, and tells one create', async (_, fault) => {
    await set(fault);
    const told = await connector.untilTold(await connector.desire(1, {}));
    expect(told.type).toBe('account-created');
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(connector.users()).toHaveLength(1);
    expect((await connector.told()).map(({ type }) => type)).toEqual(['account-created']);
  });

  it('reads back what another worker was sending when it was lost, before anything else', async () => {
    await set({ latencyMs: 300 });
    const changeId = await connector.desire(1, {});
    while (connector.simulator.simulator.record.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await connector.restart();
    const told = await connector.untilTold(changeId);
    expect(told.type).toBe('account-created');
    expect(connector.users()).toHaveLength(1);
  });

  it('applies the newest of several desired states, and tells what became of each', async () => {
    await set({ latencyMs: 100 });
    const first = await connector.desire(1, { title: 'one' });
    const second = await connector.desire(1, { title: 'two' });
    const third = await connector.desire(1, { title: 'three' });
    await connector.untilTold(third);
    expect(connector.users().map(({ title }) => title)).toEqual(['three']);
    const told = (await connector.told()).map(({ changeId }) => changeId);
    expect([...new Set(told)].sort()).toEqual([first, second, third].sort());
    expect(told).toHaveLength(3);
    expect(await connector.openChanges()).toBe(0);
  });

  it('waits while the credentials are refused, says why, and goes on by itself', async () => {
    await set({ rejectToken: true });
    const changeId = await connector.desire(1, {});
    expect(await connector.untilTold(changeId, /parked/)).toMatchObject({ code: 'Unauthorized' });
    await set({ rejectToken: false });
    expect((await connector.untilTold(changeId)).type).toBe('account-created');
  });

  it('waits out a rate limit without telling anybody a failure', async () => {
    await set({ ratePerMinute: 2, rateWindowMs: 1_000 });
    const changes = await Promise.all([1, 2, 3].map((person) => connector.desire(person, {})));
    for (const changeId of changes) await connector.untilTold(changeId, /account-created/);
    expect((await connector.told()).map(({ type }) => type)).toEqual(Array(3).fill('account-created'));
    expect(connector.users()).toHaveLength(3);
  });

  it('parks what Samanage refuses with its message, and lets a newer state replace it', async () => {
    const refused = await connector.desire(1, { role: 'Astronaut' });
    const parked = await connector.untilTold(refused, /parked/);
    expect(parked).toMatchObject({ code: 'UnprocessableEntity', reason: 'Samanage has no role "Astronaut"' });
    const mended = await connector.desire(1, { role: 'Requester' });
    expect((await connector.untilTold(mended)).type).toBe('account-created');
    expect((await connector.untilTold(refused, /superseded/)).type).toBe('change-superseded');
  });

  it('tells a field that Samanage did not take over, and does not send it again', async () => {
    const told = await connector.untilTold(await connector.desire(1, { department: 'Moon' }));
    expect(told).toMatchObject({
      type: 'account-created',
      remarks: [{ code: 'FieldNotTakenOver', field: 'department' }],
    });
    expect((await connector.untilTold(await connector.desire(1, { department: 'Moon' }))).type).toBe(
      'account-unchanged',
    );
    expect(connector.writes()).toEqual(['POST']);
  });

  it('writes a manager when he gets his account, without being asked again', async () => {
    const boss = connector.userId(2);
    const told = await connector.untilTold(await connector.desire(1, { reports_to: boss }));
    expect(told).toMatchObject({
      type: 'account-created',
      remarks: [{ code: 'UnableToResolveReferenceAttributeValue' }],
    });
    await connector.untilTold(await connector.desire(2, {}));
    while (connector.users().every(({ reportsTo }) => reportsTo === null)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const [person, manager] = connector.users();
    expect(person?.reportsTo).toBe(manager?.id);
  });

  it('makes an account again that somebody deleted at Samanage, with a remark', async () => {
    await connector.untilTold(await connector.desire(1, {}));
    const { account } = connector.simulator.simulator;
    const [user] = connector.users();
    if (user) account.removeUser(user);
    const told = await connector.untilTold(await connector.desire(1, { title: 'CEO' }));
    expect(told).toMatchObject({ type: 'account-created', remarks: [{ code: 'AccountMatchedAgain' }] });
    expect(connector.users()).toHaveLength(1);
  });
});
