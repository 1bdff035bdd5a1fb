import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const workers = 4;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

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
    await eventually(() => connector.calls().throttled > 0);
    const [before, begun] = [posts(), Date.now()];
    await Promise.all(numbers(1, 10).map((person) => connector.desire(person, {}, 'disabled')));
    await eventually(() => disabled() === 10);
    const [took, overtook] = [Date.now() - begun, posts() - before];
    // The rest of one window and what ten disables need of the next.
    expect(took).toBeLessThan(6_000);
    // Creates that were under way or claimed already, and those in the places that the last disables leave free.
    expect(overtook).toBeLessThanOrEqual(5 * workers);
    expect(posts()).toBeLessThan(130);
    await connector.untilEnded(140);
    expect(connector.users()).toHaveLength(130);
    expect((await connector.told()).map(({ type }) => type)).not.toContain('change-parked');
  });

  it('is an update before a create, and still no stream of updates keeps people from their accounts', async () => {
    connector = await startConnector({}, { workers: 2 });
    const updated = numbers(1, 20);
    await have(updated);
    await set({ latencyMs: 50 });
    let round = 0;
    const update = () => Promise.all(updated.map((person) => connector.desire(person, { title: `${(round += 1)}` })));
    const newcomers = [101, 102, 103];
    await Promise.all([update(), ...newcomers.map((person) => connector.desire(person, {}))]);
    await eventually(async () => (await connector.openChanges()) >= updated.length);
    const waiting: number[] = [];
    while (posts() < updated.length + newcomers.length) {
      await update();
      for (let look = 0; look < 5; look += 1) {
        await pause(50);
        waiting.push(await connector.openChanges());
      }
    }
    // There never was a moment without updates to be made, and they came first.
    expect(Math.min(...waiting)).toBeGreaterThan(newcomers.length);
    expect(connector.writes().filter((method) => method === 'PUT').length).toBeGreaterThan(updated.length);
  });
});
