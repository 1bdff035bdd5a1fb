import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

/** Calls are what an account has few of: 1,000 a minute for all its clients together (samanage-api.md §5). */
describe('what 1,000 people cost in a tenant of 500 accounts', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector({ latencyMs: 300 })));
  afterEach(() => connector.stop());

  it('is one call for each who is created, the reading of all accounts included, and no look-up', async () => {
    const people = numbers(1, 1_000);
    const known = people.slice(0, 100);
    const { simulator } = connector.simulator;
    await simulator.seed({
      users: [
        ...known.map((person) => ({ name: `Person ${person}`, email: `p${person}@contoso.com`, title: 'old' })),
        ...numbers(1, 400).map((other) => ({ name: `Other ${other}`, email: `other${other}@contoso.com` })),
      ],
    });
    await Promise.all(people.map((person) => connector.desire(person, { title: 'new' })));
    await eventually(async () => ((await connector.counts()).received ?? 0) > 0);
    await simulator.change({ latencyMs: 0 });
    await connector.untilEnded(people.length);
    const { total, byRoute } = connector.calls();
    const created = people.length - known.length;
    expect(byRoute).toMatchObject({ 'POST /users.json': created, 'PUT /users/{id}.json': known.length });
    // Each who is linked is looked up, and his differences are written.
    const forLinked = 2 * known.length;
    expect((total - forLinked) / created).toBeLessThanOrEqual(1.05);
    // The pages of 100 accounts, and those who have one already.
    expect(byRoute['GET /users.json']).toBeLessThanOrEqual(6 + known.length);
    const types = (await connector.told()).map(({ type }) => type);
    expect(types.filter((type) => type === 'account-created')).toHaveLength(created);
    expect(types.filter((type) => type === 'account-linked')).toHaveLength(known.length);
  });
});
