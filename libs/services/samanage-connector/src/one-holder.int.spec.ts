import { type Connector, startConnector } from './testing/connector-fixture';

const rounds = Array.from({ length: 8 }, (_, round) => round);

/** What one holds at Samanage is not given to another of the same address or name. */
describe('an account or a group at Samanage', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector()));
  afterEach(() => connector.stop());

  it('belongs to one of two people of one address', async () => {
    for (const round of rounds) {
      const email = `same${round}@contoso.com`;
      const people = [10 + 2 * round, 11 + 2 * round];
      const changes = await Promise.all(people.map((person) => connector.desire(person, { email })));
      const told = await Promise.all(changes.map((changeId) => connector.untilTold(changeId, /account-|parked/)));
      expect(told.map(({ type }) => type)).toContain('change-parked');
    }
    expect(connector.users()).toHaveLength(rounds.length);
  });

  it('belongs to one of two directory groups of one name', async () => {
    const one = await connector.untilTold(await connector.desireGroup(1, { name: 'Sales' }));
    const other = await connector.untilTold(await connector.desireGroup(2, { name: 'Sales' }), /group-|parked/);
    expect(other.samanageId).not.toBe(one.samanageId);
  });
});
