import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';
import { keyList } from './testing/connection-fixture';
import { saveToken } from './testing/saved-tokens';

const key = keyList('first');
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const workers = 4;

/** What is wrong with the credentials stops the job and nobody's change is lost (samanage-api.md §1.3). */
describe('a job whose token Samanage no longer takes', () => {
  let connector: Connector;
  afterEach(() => connector.stop());

  const start = async (settings: Parameters<typeof startConnector>[1] & object = {}) => {
    connector = await startConnector({}, { workers, settings: { credentialKeys: key, ...settings.settings } });
  };
  const accept = (...tokens: string[]) =>
    connector.simulator.simulator.acceptTokens(tokens.map((token) => ({ token })));
  const desireAll = (people: readonly number[]) => Promise.all(people.map((person) => connector.desire(person, {})));
  const quarantines = async () => (await connector.toldOfJob()).filter(({ type }) => type === 'quarantine-entered');
  const isQuarantined = () => eventually(async () => (await quarantines()).length > 0);
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const isLifted = () =>
    eventually(async () => (await connector.toldOfJob()).some(({ type }) => type === 'quarantine-lifted'));

  it('stops at once, says what was refused, and applies everything when a new one is saved', async () => {
    await start({ settings: { outageProbeMinutes: [60] } });
    await connector.untilTold(await connector.desire(1, { title: 'one' }));
    await accept();
    connector.simulator.simulator.calls.reset();
    await desireAll(numbers(2, 50));
    await isQuarantined();
    await pause(300);
    const calls = connector.calls().total;
    expect(calls).toBeLessThanOrEqual(2 + workers);
    expect(await quarantines()).toMatchObject([
      {
        code: 'EncounteredQuarantineException',
        error: { code: 'Unauthorized' },
        request: { method: 'POST', path: '/users.json', status: 401 },
        seriesCount: 0,
      },
    ]);
    await connector.desire(1, { title: 'two' });
    await connector.desire(2, {}, 'disabled');
    await connector.desire(3, { title: 'three' });
    await pause(1_000);
    expect(connector.calls().total).toBe(calls);
    await accept('another');
    await saveToken(connector, key, 'active', 'another');
    await connector.untilEnded(54);
    expect((await connector.toldOfJob()).slice(-2)).toMatchObject([
      { type: 'credentials-changed', how: 'saved' },
      { type: 'quarantine-lifted', how: 'probe' },
    ]);
    const titleOf = (person: number) =>
      connector.users().find(({ email }) => email === `p${person}@contoso.com`)?.title;
    expect([titleOf(1), titleOf(2), titleOf(3)]).toEqual(['two', undefined, 'three']);
    expect(connector.users()).toHaveLength(50);
    const { received, applied, superseded, skipped } = await connector.counts();
    expect({ received, applied, superseded, skipped }).toEqual({
      received: 54,
      applied: 51,
      superseded: 2,
      skipped: 1,
    });
  });

  it('goes on by itself when Samanage takes it again', async () => {
    await start();
    await accept();
    await desireAll(numbers(1, 20));
    await eventually(async () => (await quarantines()).length >= 3);
    await accept('token');
    await isLifted();
    await connector.untilEnded(20);
    expect(connector.users()).toHaveLength(20);
    const entered = await quarantines();
    expect(entered.map(({ seriesCount }) => seriesCount)).toEqual(numbers(0, entered.length));
  });

  it.each([0, 50])('has its standby take over, with calls under way that take %i ms', async (latencyMs) => {
    await start();
    await accept('token', 'one', 'two');
    await saveToken(connector, key, 'active', 'one');
    await saveToken(connector, key, 'standby', 'two');
    await connector.untilTold(await connector.desire(1, {}));
    await connector.simulator.simulator.change({ latencyMs });
    await accept('two');
    await desireAll(numbers(2, 50));
    await connector.untilEnded(51);
    expect(connector.users()).toHaveLength(51);
    expect((await connector.toldOfJob()).filter(({ how }) => how === 'standby-took-over')).toHaveLength(1);
    expect(await quarantines()).toEqual([]);
    await accept('another');
    await desireAll(numbers(52, 10));
    await isQuarantined();
  });

  it('does not blame the standby for calls that were made with the other one', async () => {
    await start();
    await accept('token', 'one', 'two');
    await saveToken(connector, key, 'active', 'one');
    await saveToken(connector, key, 'standby', 'two');
    await connector.untilTold(await connector.desire(1, {}));
    await accept('two');
    const { simulator } = connector.simulator;
    simulator.calls.reset();
    await simulator.change({ latencyMs: 1_000 });
    await desireAll([2, 3]);
    await eventually(() => connector.calls().total === 2);
    await simulator.change({ latencyMs: 0 });
    await desireAll([4, 5]);
    await connector.untilEnded(5);
    expect(connector.users()).toHaveLength(5);
    expect(await quarantines()).toEqual([]);
  });

  it('stops when its owner may only read any more, and goes on when he may write', async () => {
    await start();
    await connector.untilTold(await connector.desire(1, {}));
    const { account } = connector.simulator.simulator;
    const role = (name: string) => account.roles.find((each) => each.name === name) ?? account.owner.role;
    account.owner.role = role('Requester');
    await desireAll(numbers(2, 20));
    await isQuarantined();
    await pause(300);
    const { calls } = connector.simulator.simulator;
    calls.reset();
    await pause(1_500);
    expect(connector.writes()).toEqual(['POST']);
    // Probes alone: none of them tries to make anybody.
    expect(connector.calls().byRoute).not.toHaveProperty('POST /users.json');
    account.owner.role = role('Administrator');
    await isLifted();
    await connector.untilEnded(21);
    expect(connector.users()).toHaveLength(21);
  });
});
