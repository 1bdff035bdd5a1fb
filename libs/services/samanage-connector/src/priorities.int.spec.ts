import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const workers = 4;

/** Nobody is to keep an access that was taken from him (architecture §6). */
describe('what comes first', () => {
  let connector: Connector;
  afterEach(() => connector.stop());

  const set = (switches: object) => connector.simulator.simulator.change(switches);
  const have = async (people: readonly number[]) => {
    await Promise.all(people.map((person) => connector.desire(person, {})));
    await connector.untilEnded(people.length);
  };
  const posts = () => connector.writes().filter((method) => method === 'POST').length;
  const disabled = () => connector.users().filter((user) => user.disabled).length;

  it('is taking access away, while 120 people wait for accounts at the rate limit', async () => {
    connector = await startConnector({}, { workers });
    await have(numbers(1, 10));
    await set({ ratePerMinute: 40, rateWindowMs: 3_000 });
    await Promise.all(numbers(101, 120).map((person) => connector.desire(person, {})));
    await eventually(() => posts() >= 30);
    const [before, begun] = [posts(), Date.now()];
    await Promise.all(numbers(1, 10).map((person) => connector.desire(person, {}, 'disabled')));
    await eventually(() => disabled() === 10);
    const [took, overtook] = [Date.now() - begun, posts() - before];
    // The rest of one window and what ten disables need of the next.
    expect(took).toBeLessThan(6_000);
    // Creates that were claimed or under way already, and the oldest one now and then.
    expect(overtook).toBeLessThanOrEqual(4 * workers);
    expect(posts()).toBeLessThan(130);
    await connector.untilEnded(140);
    expect(connector.users()).toHaveLength(130);
    expect((await connector.told()).map(({ type }) => type)).not.toContain('change-parked');
  });

  it('is an update before a create, and still no stream of updates keeps people from their accounts', async () => {
    connector = await startConnector({}, { workers: 2 });
    const updated = numbers(1, 20);
    await have(updated);
    await set({ latencyMs: 20 });
    let round = 0;
    const update = () => Promise.all(updated.map((person) => connector.desire(person, { title: `${(round += 1)}` })));
    await update();
    const newcomers = [101, 102, 103].map((person) => connector.desire(person, {}));
    await Promise.all(newcomers);
    let stillWaiting = Infinity;
    while (posts() < 23) {
      await update();
      stillWaiting = Math.min(stillWaiting, await connector.openChanges());
    }
    // There never was a moment without an update to be made.
    expect(stillWaiting).toBeGreaterThan(3);
  });
});
