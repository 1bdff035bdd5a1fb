import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';

/** The owner of the token has the only one: another administrator is refused. */
const noLicence = { licences: 1 };

/** What may happen while the result of a call is not known (reliability.md §1.8, crash points 4, 10a and 11). */
describe('a change that meets another one at Samanage', () => {
  let connector: Connector;
  afterEach(() => connector.stop());

  const set = (switches: object) => connector.simulator.simulator.change(switches);
  const types = async () => (await connector.told()).map(({ type }) => type);
  const isSending = (call: string) => eventually(async () => (await connector.sending()) === call);
  const somebodyElse = (email: string) =>
    connector.simulator.simulator.write({
      method: 'POST',
      path: '/users.json',
      query: new URLSearchParams(),
      at: '2026-01-01T00:00:00.000+00:00',
      body: { user: { name: 'Person 1', email } },
    });
  /** The account is made, and nobody hears of it. */
  const loseCreate = async (more: Parameters<Connector['desire']>[3] = {}) => {
    await set({ dropAfterApply: 1 });
    const changeId = await connector.desire(1, { title: 'one' }, 'enabled', more);
    await eventually(() => connector.users().length === 1);
    return changeId;
  };

  it('is deleted with the person, although nobody knew yet that it had been made', async () => {
    connector = await startConnector();
    await loseCreate();
    await connector.untilTold(await connector.desire(1, {}, 'absent'));
    expect(await types()).toEqual(['change-superseded', 'account-deleted']);
    expect(connector.users()).toEqual([]);
  });

  it('is found under the address it was sent with, and made only once, when the address changes', async () => {
    connector = await startConnector();
    await loseCreate();
    await connector.untilTold(await connector.desire(1, { email: 'renamed@contoso.com' }));
    expect(await types()).toEqual(['change-superseded', 'account-created']);
    expect(connector.users().map(({ email }) => email)).toEqual(['renamed@contoso.com']);
  });

  it.each(['onCreation', 'ifEmpty'] as const)('is found under an address of %s in the same way', async (part) => {
    connector = await startConnector();
    await loseCreate({
      values: { name: 'Person 1', role: 'Requester', email: null },
      [part]: { email: 'p1@contoso.com' },
      matching: [{ attribute: 'name', value: 'Another' }],
    });
    await connector.untilTold(await connector.desire(1, { email: 'renamed@contoso.com' }));
    expect(await types()).toEqual(['change-superseded', 'account-created']);
    expect(connector.users().map(({ email }) => email)).toEqual(['renamed@contoso.com']);
  });

  it('is found by its address, whatever the matching attribute is', async () => {
    connector = await startConnector();
    const lost = await loseCreate({ matching: [{ attribute: 'name', value: 'Another' }] });
    expect((await connector.untilTold(lost)).type).toBe('account-created');
    expect(connector.simulator.simulator.record.map(({ method }) => method)).toEqual(['POST']);
  });

  it('is told as one create, however many answers are lost until it is complete', async () => {
    connector = await startConnector();
    await loseCreate();
    await set({ dropAfterApply: 1 });
    await connector.untilTold(await connector.desire(1, { title: 'two' }));
    expect(await types()).toEqual(['change-superseded', 'account-created']);
    expect(connector.writes()).toEqual(['POST', 'PUT']);
  });

  it('is told as one create, also when Samanage refuses to complete it at first', async () => {
    connector = await startConnector();
    await loseCreate();
    await connector.untilTold(await connector.desire(1, { role: 'Astronaut' }), /parked/);
    await connector.untilTold(await connector.desire(1, { title: 'three' }));
    expect((await types()).at(-1)).toBe('account-created');
    expect(connector.users()).toHaveLength(1);
  });

  it('leaves alone an account that was never ours when the person is deleted', async () => {
    connector = await startConnector();
    await somebodyElse('p1@contoso.com');
    await connector.untilTold(await connector.desire(1, { role: 'Astronaut' }), /parked/);
    const gone = await connector.desire(1, {}, 'absent');
    expect((await connector.untilTold(gone)).type).toBe('account-skipped');
    expect(connector.users()).toHaveLength(1);
  });

  it('is told as linked when the answer to the write that followed the match was lost', async () => {
    connector = await startConnector({ dropAfterApply: 1 });
    await somebodyElse('p1@contoso.com');
    expect((await connector.untilTold(await connector.desire(1, { title: 'CEO' }))).type).toBe('account-linked');
    expect(connector.writes()).toEqual(['POST', 'PUT']);
  });

  it('goes on when it replaces a parked one that is being tried again', async () => {
    connector = await startConnector(noLicence);
    const parked = await connector.desire(1, { title: 'one', role: 'Administrator' });
    await connector.untilTold(parked, /parked/);
    await set({ licences: 0, latencyMs: 300 });
    await connector.retry(1, parked);
    await isSending('create');
    const newer = await connector.desire(1, { title: 'two' });
    expect((await connector.untilTold(newer)).type).toBe('account-created');
    expect((await connector.untilTold(parked, /superseded/)).type).toBe('change-superseded');
    expect(connector.users().map(({ title }) => title)).toEqual(['two']);
    expect(await connector.openChanges()).toBe(0);
  });

  it('does not wait for as long as the refused one that it replaces', async () => {
    connector = await startConnector({ ...noLicence, latencyMs: 300 });
    const refused = await connector.desire(1, { role: 'Administrator' });
    await isSending('create');
    const newer = await connector.desire(1, {});
    expect((await connector.untilTold(newer)).type).toBe('account-created');
    expect((await connector.untilTold(refused, /superseded/)).type).toBe('change-superseded');
  });
});

describe('the writer of a job', () => {
  let connector: Connector;
  afterEach(() => connector.stop());

  it('comes back from a rate limit with any number of workers', async () => {
    connector = await startConnector({ ratePerMinute: 4, rateWindowMs: 1_000 }, { workers: 8 });
    const changes = await Promise.all([1, 2, 3].map((person) => connector.desire(person, {})));
    for (const changeId of changes) await connector.untilTold(changeId, /account-created/);
    expect(connector.users()).toHaveLength(3);
  });

  it('shows that it is alive while all its workers wait for Samanage', async () => {
    connector = await startConnector({}, { workers: 1 });
    await connector.untilTold(await connector.desire(1, {}));
    await connector.simulator.simulator.change({ latencyMs: 2_200 });
    await connector.desire(1, { title: 'CEO' });
    await new Promise((resolve) => setTimeout(resolve, 1_900));
    expect(await connector.longestSilence()).toBeLessThan(1.5);
  });
});
