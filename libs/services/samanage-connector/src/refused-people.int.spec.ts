import { type Connector, startConnector } from './testing/connector-fixture';

const people = Array.from({ length: 200 }, (_, index) => index + 1);

/** What Samanage refuses for its content is one person's matter (samanage-api.md §5). */
describe('people whom Samanage refuses', () => {
  let connector: Connector;
  // The owner of the token has the only licence.
  beforeEach(async () => (connector = await startConnector({ licences: 1 })));
  afterEach(() => connector.stop());

  const wanted: Readonly<Record<number, object>> = { 50: { role: 'Administrator' }, 150: { role: 'Astronaut' } };

  it('are parked with the reason, hold up nobody else, and are released by a newer desired state', async () => {
    const changes = await Promise.all(people.map((person) => connector.desire(person, { ...wanted[person] })));
    await connector.untilEnded(people.length, 2);
    const told = await connector.told();
    const parked = told.filter(({ type }) => type === 'change-parked');
    expect(Object.fromEntries(parked.map(({ changeId, reason }) => [changeId, reason]))).toEqual({
      [changes[49] ?? '']: 'Samanage answered 422: role no licenses are left',
      [changes[149] ?? '']: 'Samanage has no role "Astronaut"',
    });
    expect(parked.map(({ code }) => code)).toEqual(Array(2).fill('UnprocessableEntity'));
    expect(told.filter(({ type }) => type === 'account-created')).toHaveLength(198);
    const mended = await Promise.all([50, 150].map((person) => connector.desire(person, {})));
    for (const changeId of mended) expect((await connector.untilTold(changeId)).type).toBe('account-created');
    expect(connector.users()).toHaveLength(people.length);
    expect(await connector.openChanges()).toBe(0);
    expect(await connector.counts()).toEqual({ received: 202, applied: 200, superseded: 2 });
    // One create was refused by Samanage, the other before it was sent.
    expect(connector.calls().byRoute['POST /users.json']).toBe(201);
  });
});
