import { type Connector, startConnector } from './testing/connector-fixture';

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

/** Which account belongs to whom, in an account that was there before us (samanage-api.md §8.1, §8.2, §8.9). */
describe('people who have accounts already', () => {
  let connector: Connector;
  afterEach(() => connector.stop());

  /** Accounts in other letter cases than the directory's, each beside one that a fuzzy filter takes for it. */
  const seed = (people: readonly number[]) =>
    connector.simulator.simulator.seed({
      users: people.flatMap((person) => [
        { name: `Person ${person}`, email: `P${person}@Contoso.com`, title: 'old' },
        { name: `Alias ${person}`, email: `xp${person}@contoso.com`, title: 'old' },
      ]),
    });
  const posts = () => connector.writes().filter((method) => method === 'POST');
  const titleOf = (email: string) => connector.users().find((user) => user.email === email)?.title;

  it.each([
    ['named in order', {}],
    ['renamed while they are read, so that rows change pages', { renameDuringCrawl: 100 }],
  ])('are linked to exactly those, in any letter case, among accounts %s', async (_, switches) => {
    connector = await startConnector(switches);
    const known = numbers(1, 160);
    await seed(known);
    const people = numbers(1, 180);
    await Promise.all(people.map((person) => connector.desire(person, { title: 'new' })));
    await connector.untilEnded(people.length);
    const told = await connector.told();
    const types = told.map(({ type }) => type);
    expect(types.filter((type) => type === 'account-linked')).toHaveLength(known.length);
    expect(types.filter((type) => type === 'account-created')).toHaveLength(people.length - known.length);
    expect(posts()).toHaveLength(people.length - known.length);
    expect(connector.users()).toHaveLength(2 * known.length + people.length - known.length);
    for (const person of known) expect(titleOf(`xp${person}@contoso.com`)).toBe('old');
    expect(connector.users().filter(({ title }) => title === 'new')).toHaveLength(people.length);
  });

  it('are linked to one that was made after all accounts were read', async () => {
    connector = await startConnector();
    await connector.untilTold(await connector.desire(1, {}));
    await seed([2]);
    expect((await connector.untilTold(await connector.desire(2, { title: 'new' }))).type).toBe('account-linked');
    expect([titleOf('P2@Contoso.com'), titleOf('xp2@contoso.com')]).toEqual(['new', 'old']);
    expect(connector.users()).toHaveLength(3);
  });

  it('are enabled again where they had left, and get no second account', async () => {
    connector = await startConnector();
    const { users } = await connector.simulator.simulator.seed({
      users: [{ name: 'Person 1', email: 'p1@contoso.com', disabled: true, title: 'old' }],
    });
    const told = await connector.untilTold(await connector.desire(1, { title: 'new' }));
    expect(told).toMatchObject({ type: 'account-linked', samanageId: users[0]?.id });
    expect(connector.users()).toMatchObject([{ id: users[0]?.id, disabled: false, title: 'new' }]);
    expect(connector.writes()).toEqual(['PUT']);
  });

  it('wait for an admin where two accounts match, and touch neither', async () => {
    connector = await startConnector();
    await connector.simulator.simulator.seed({
      users: ['one@contoso.com', 'two@contoso.com'].map((email) => ({ name: 'Person 1', email, title: 'old' })),
    });
    const matching = [
      { attribute: 'email', value: 'p1@contoso.com' },
      { attribute: 'name', value: 'Person 1' },
    ];
    const ambiguous = await connector.desire(1, { title: 'new' }, 'enabled', { matching });
    expect(await connector.untilTold(ambiguous, /parked/)).toMatchObject({ code: 'DuplicateTargetEntries' });
    expect(connector.writes()).toEqual([]);
    const told = await connector.untilTold(await connector.desire(1, { title: 'new' }));
    expect(told.type).toBe('account-created');
    expect(connector.users().filter(({ title }) => title === 'old')).toHaveLength(2);
  });
});
