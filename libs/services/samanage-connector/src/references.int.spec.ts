import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';

/** Samanage knows a manager by the address of his account: he has to have one first (samanage-api.md §8.13). */
describe('people who refer to each other', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector({ latencyMs: 500 })));
  afterEach(() => connector.stop());

  const managed = (person: number, manager: number) =>
    connector.desire(person, { reports_to: connector.userId(manager) });
  const user = (person: number) => connector.users().find(({ email }) => email === `p${person}@contoso.com`);
  const managerOf = (person: number) => connector.users().find(({ id }) => id === user(person)?.reportsTo)?.email;
  /** Nobody is made until all accounts were read, and that takes until so many changes are there. */
  const begin = async (changes: number) => {
    await eventually(async () => ((await connector.counts()).received ?? 0) >= changes);
    expect(connector.writes()).toEqual([]);
    await connector.simulator.simulator.change({ latencyMs: 0 });
  };
  const ended = (changes: number) => connector.untilEnded(changes);
  const types = async () => (await connector.told()).map(({ type }) => type);

  it('are made managers first, with one call each, whoever is told first', async () => {
    // A chain of four, told from its end, and twenty who report to the head of it.
    const chain = [1, 2, 3].map((person) => managed(person, person + 1));
    const team = Array.from({ length: 20 }, (_, index) => managed(11 + index, 4));
    await Promise.all([...chain, ...team, connector.desire(4, {})]);
    await begin(24);
    await ended(24);
    expect(connector.writes()).toEqual(Array(24).fill('POST'));
    expect([1, 2, 3].map(managerOf)).toEqual(['p2@contoso.com', 'p3@contoso.com', 'p4@contoso.com']);
    expect(connector.users().filter(({ reportsTo }) => reportsTo === user(4)?.id)).toHaveLength(21);
    expect((await connector.told()).flatMap(({ remarks = [] }) => remarks)).toEqual([]);
  });

  it('are completed by a second pass where they report to each other in a circle, and nobody else is', async () => {
    await Promise.all([managed(1, 2), managed(2, 3), managed(3, 1), managed(4, 3), managed(5, 4)]);
    await begin(5);
    await ended(5);
    await eventually(() => [1, 2, 3].every((person) => managerOf(person) !== undefined));
    await ended(5);
    expect([1, 2, 3, 4, 5].map(managerOf)).toEqual([2, 3, 1, 3, 4].map((manager) => `p${manager}@contoso.com`));
    const { writes } = connector;
    expect(writes().filter((method) => method === 'POST')).toHaveLength(5);
    const updated = writes().filter((method) => method === 'PUT').length;
    expect([updated > 0, updated <= 3]).toEqual([true, true]);
    expect((await types()).filter((type) => type === 'account-updated')).toHaveLength(updated);
  });

  it('are made without a manager who is not wanted yet, and get him when he comes', async () => {
    await Promise.all([managed(1, 2), managed(3, 2), managed(4, 1)]);
    await begin(3);
    await ended(3);
    expect([1, 3, 4].map(managerOf)).toEqual([undefined, undefined, 'p1@contoso.com']);
    const remarks = (await connector.told()).flatMap((told) => told.remarks ?? []);
    expect(remarks.map(({ code }) => code)).toEqual(Array(2).fill('UnableToResolveReferenceAttributeValue'));
    await connector.untilTold(await connector.desire(2, {}));
    await eventually(() => managerOf(1) !== undefined && managerOf(3) !== undefined);
    await ended(4);
    expect(connector.writes().filter((method) => method === 'PUT')).toHaveLength(2);
  });

  it('do not wait for a manager whom Samanage refuses, and get him when he is mended', async () => {
    const [, refused] = await Promise.all([managed(1, 2), connector.desire(2, { role: 'Astronaut' })]);
    await begin(2);
    await connector.untilTold(refused, /parked/);
    await connector.untilEnded(2, 1);
    expect(managerOf(1)).toBeUndefined();
    expect(user(1)).toBeDefined();
    await connector.untilTold(await connector.desire(2, {}));
    await eventually(() => managerOf(1) === 'p2@contoso.com');
  });

  it('join a group that was told before them, and one that was told before it', async () => {
    const joined = await connector.desireMembers(1, [{ added: [1, 2] }]);
    const others = [connector.desireMembers(2, [{ added: [1, 2, 3] }]), connector.desireGroup(2, {})];
    await Promise.all([...others, connector.desire(1, {}), connector.desire(2, {}), connector.desireGroup(1, {})]);
    await begin(6);
    await connector.untilTold(joined);
    await ended(6);
    await connector.untilTold(await connector.desire(3, {}));
    const membersOf = () => connector.groups().toSorted((one, other) => one.name.localeCompare(other.name));
    await eventually(() => membersOf().flatMap(({ members }) => members).length === 5);
    expect(membersOf().map(({ name, members }) => [name, members.length])).toEqual([
      ['Group 1', 2],
      ['Group 2', 3],
    ]);
    expect(connector.writes()).not.toContain('PUT');
  });
});
