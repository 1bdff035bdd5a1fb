import { type Connector, startConnector } from './testing/connector-fixture';

const people = Array.from({ length: 1_000 }, (_, index) => index + 1);

/** A 5xx or a lost answer says nothing of whether a write was done (samanage-api.md §8.3, §8.12). */
describe('a Samanage that loses answers', () => {
  let connector: Connector;
  beforeEach(async () => (connector = await startConnector({ failAfterApply: 0.1, dropAfterApply: 0.1 })));
  afterEach(() => connector.stop());

  it('gets one account for each of 1,000 people, although every fifth write seems to fail', async () => {
    await Promise.all(people.map((person) => connector.desire(person, {})));
    await connector.untilEnded(people.length);
    const creates = connector.simulator.simulator.record.filter(({ applied }) => applied);
    const made = creates.map(({ method, body }) => `${method} ${(body as { user: { email: string } }).user.email}`);
    expect(made.sort()).toEqual(people.map((person) => `POST p${person}@contoso.com`).sort());
    expect(await connector.counts()).toEqual({ received: people.length, applied: people.length });
    const told = await connector.told();
    expect(told.map(({ type }) => type)).toEqual(people.map(() => 'account-created'));
  });
});
