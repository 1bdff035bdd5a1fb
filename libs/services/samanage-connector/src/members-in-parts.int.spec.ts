import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';

/** A large change of members comes in parts, one event each (architecture §1). */
describe('members that are told in parts', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  it('join together when all parts are there, although their group is being worked on before', async () => {
    await Promise.all([1, 2, 3].map((person) => connector.desire(person, {})));
    await connector.untilEnded(3);
    const { simulator } = connector.simulator;
    await simulator.change({ latencyMs: 300 });
    const created = await connector.desireGroup(1, {});
    await eventually(() => simulator.record.some(({ path }) => path === '/groups.json'));
    const parts = [1, 2, 3].map((person) => ({ added: [person], total: 3 }));
    const joined = await connector.desireMembers(1, parts, async (part) => {
      // Time enough for the group to be made, and for whoever works on it to go on with its members.
      if (part === 1) await connector.untilTold(created);
      if (part === 2) await new Promise((resolve) => setTimeout(resolve, 700));
    });
    expect(await connector.untilTold(joined)).toMatchObject({ type: 'members-updated', added: 3, waiting: 0 });
    expect(connector.groups()[0]?.members).toHaveLength(3);
    expect(connector.calls().byRoute['POST /memberships.json']).toBe(1);
  });
});
