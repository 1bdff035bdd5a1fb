import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';

describe('a group and its members', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  const set = (switches: object) => connector.simulator.simulator.change(switches);
  const group = () => connector.groups()[0];
  const members = () =>
    group()
      ?.members.map((email) => email?.split('@')[0])
      .sort();
  const have = async (...people: number[]) => {
    const changes = await Promise.all(people.map((person) => connector.desire(person, {})));
    for (const changeId of changes) await connector.untilTold(changeId);
  };
  const membershipWrites = () =>
    connector.simulator.simulator.record.filter(({ path }) => path.includes('membership')).map(({ method }) => method);

  it('is created, renamed and deleted, and its people join and leave', async () => {
    await have(1, 2, 3);
    const created = await connector.desireGroup(1, { name: 'Sales', description: 'Everybody who sells' });
    expect(await connector.untilTold(created)).toMatchObject({ type: 'group-created', remarks: [] });
    const joined = await connector.desireMembers(1, [{ added: [1, 2, 3] }]);
    expect(await connector.untilTold(joined)).toMatchObject({
      type: 'members-updated',
      added: 3,
      removed: 0,
      waiting: 0,
    });
    const left = await connector.desireMembers(1, [{ removed: [2] }]);
    expect(await connector.untilTold(left)).toMatchObject({ type: 'members-updated', added: 0, removed: 1 });
    expect(connector.groups()).toEqual([{ name: 'Sales', members: ['p1@contoso.com', 'p3@contoso.com'] }]);
    expect(membershipWrites()).toEqual(['POST', 'DELETE']);
    const renamed = await connector.desireGroup(1, { name: 'Sellers' });
    expect((await connector.untilTold(renamed)).type).toBe('group-updated');
    const again = await connector.desireMembers(1, [{ removed: [2] }]);
    expect((await connector.untilTold(again)).type).toBe('members-unchanged');
    const deleted = await connector.desireGroup(1, {}, { presence: 'absent' });
    expect((await connector.untilTold(deleted)).type).toBe('group-deleted');
    expect(connector.groups()).toEqual([]);
    expect(await connector.openChanges()).toBe(0);
  });

  it('links a group of exactly its name, and never a queue, a personal group or one of another case', async () => {
    const { simulator } = connector.simulator;
    await simulator.seed({
      groups: [
        { name: 'sales', members: [] },
        { name: 'Sales and more', members: [] },
        { name: 'Sales', members: [] },
      ],
    });
    const linked = await connector.untilTold(await connector.desireGroup(1, { name: 'Sales', description: 'Sellers' }));
    expect(linked.type).toBe('group-linked');
    expect(connector.groups()).toHaveLength(3);
    await simulator.seed({
      groups: [
        { name: 'Twins', members: [] },
        { name: 'Twins', members: [] },
      ],
    });
    const ambiguous = await connector.untilTold(await connector.desireGroup(2, { name: 'Twins' }), /parked/);
    expect(ambiguous).toMatchObject({ code: 'DuplicateTargetEntries' });
  });

  it('is told before its members have accounts, and they join when they get them', async () => {
    await connector.untilTold(await connector.desireGroup(1, {}));
    const early = await connector.untilTold(await connector.desireMembers(1, [{ added: [1, 2] }]));
    expect(early).toMatchObject({ type: 'members-unchanged', added: 0, waiting: 2 });
    expect(early.remarks?.[0]?.code).toBe('UnableToResolveReferenceAttributeValue');
    await have(1);
    await eventually(() => members()?.join() === 'p1');
    await have(2);
    await eventually(() => members()?.join() === 'p1,p2');
    await eventually(async () => (await connector.openChanges()) === 0);
  });

  it('is not joined late by somebody who was taken out meanwhile', async () => {
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    await connector.untilTold(await connector.desireMembers(1, [{ removed: [1] }]));
    await have(1, 2);
    await connector.untilTold(await connector.desireMembers(1, [{ added: [2] }]));
    expect(members()).toEqual(['p2']);
  });

  it('is made what a snapshot says, whatever was said before', async () => {
    await have(1, 2, 3, 4);
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1, 2] }]));
    const parts = [
      { added: [2], total: 3 },
      { added: [3], total: 3 },
      { added: [4], total: 3 },
    ];
    const told = await connector.untilTold(await connector.desireMembers(1, parts));
    expect(told).toMatchObject({ type: 'members-updated', added: 2, removed: 1 });
    expect(members()).toEqual(['p2', 'p3', 'p4']);
  });

  it('tells people of one name apart, and guesses no membership', async () => {
    const people = [1, 2, 3].map((person) => connector.desire(person, { name: 'John Smith' }));
    for (const changeId of await Promise.all(people)) await connector.untilTold(changeId);
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1, 2, 3] }]));
    // Each is a call of his own, so that the answer tells his membership.
    expect(membershipWrites()).toEqual(['POST', 'POST', 'POST']);
    await connector.untilTold(await connector.desireMembers(1, [{ removed: [2] }]));
    expect(members()).toEqual(['p1', 'p3']);
  });

  it('says who cannot be taken out where Samanage never told his membership', async () => {
    await set({ membershipAnswer: 'none' });
    const people = [1, 2].map((person) => connector.desire(person, { name: 'John Smith' }));
    for (const changeId of await Promise.all(people)) await connector.untilTold(changeId);
    await have(3);
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1, 2, 3] }]));
    const left = await connector.untilTold(await connector.desireMembers(1, [{ removed: [1, 3] }]));
    expect(left).toMatchObject({ type: 'members-updated', removed: 1 });
    expect(left.remarks?.map(({ code }) => code)).toEqual(['MembershipAmbiguous']);
    expect(members()).toEqual(['p1', 'p2']);
  });

  it('is found again, with its members, when it was deleted at Samanage', async () => {
    await have(1, 2);
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]));
    const [id] = [...connector.simulator.simulator.account.groups.keys()];
    const at = '2026-01-01T00:00:00.000+00:00';
    const gone = { method: 'DELETE', path: `/groups/${id}.json`, query: new URLSearchParams(), body: null, at };
    await connector.simulator.simulator.write(gone);
    await connector.untilTold(await connector.desireMembers(1, [{ added: [2] }]));
    await eventually(() => members()?.join() === 'p1,p2');
  });

  it('makes one group, however many answers are lost', async () => {
    await have(1, 2);
    await set({ dropAfterApply: 1 });
    const created = await connector.desireGroup(1, {});
    expect((await connector.untilTold(created)).type).toBe('group-created');
    await set({ dropAfterApply: 1 });
    const joined = await connector.desireMembers(1, [{ added: [1, 2] }]);
    expect((await connector.untilTold(joined)).type).toBe('members-updated');
    await set({ failAfterApply: 1 });
    const left = await connector.desireMembers(1, [{ removed: [1] }]);
    expect(await connector.untilTold(left)).toMatchObject({ type: 'members-updated', removed: 1 });
    expect(connector.groups()).toEqual([{ name: 'Group 1', members: ['p2@contoso.com'] }]);
  });

  it('is left alone where the rules do not allow it', async () => {
    const none = { create: false, update: false, delete: false };
    const vetoed = await connector.untilTold(await connector.desireGroup(1, {}, { allowed: none }));
    expect(vetoed.type).toBe('group-skipped');
    expect((await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }]))).type).toBe(
      'members-skipped',
    );
    expect(connector.groups()).toEqual([]);
  });

  it('counts what was received, opened and ended', async () => {
    await connector.untilTold(await connector.desireGroup(1, {}));
    await connector.untilTold(await connector.desireMembers(1, [{ added: [1] }, { added: [2] }]));
    await have(1, 2);
    await eventually(() => members()?.length === 2);
    await eventually(async () => (await connector.openChanges()) === 0);
    const { received = 0, opened = 0, ...ended } = await connector.counts();
    expect(received).toBe(4);
    expect(opened).toBeGreaterThan(0);
    expect(Object.values(ended).reduce((sum, count) => sum + count, 0)).toBe(received + opened);
  });
});
