import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A job of which too much fails is stopped, whatever each of its people is refused for (entra-provisioning.md §7.4). */
describe('a job of which too many people fail', () => {
  let connector: Connector;
  afterEach(() => connector.stop());

  /** Nobody beside the owner of the token can get a licence. */
  const start = async (failing: number, others: number, probeMinutes: number) => {
    const settings = { proportionFailures: 5, proportionPercent: 40, proportionProbeMinutes: [probeMinutes] };
    connector = await startConnector({ licences: 1 }, { settings });
    const wanted = numbers(1, failing + others).map((person) =>
      connector.desire(person, person <= failing ? { role: 'Administrator' } : {}),
    );
    await Promise.all(wanted);
    await connector.untilEnded(failing + others, failing);
    await eventually(async () => (await parked()) === failing);
    // They are counted once a minute, and when a writer begins.
    await connector.restart();
  };
  const parked = async () => (await connector.told()).filter(({ type }) => type === 'change-parked').length;
  const ofQuarantine = async () => (await connector.toldOfJob()).filter(({ type }) => type.startsWith('quarantine'));

  it('is stopped from a number and a share on, and goes on when one who is tried succeeds', async () => {
    await start(6, 4, 0.02);
    await eventually(async () => (await ofQuarantine()).length > 0);
    expect(await ofQuarantine()).toMatchObject([
      { code: 'EncounteredEscrowProportionThreshold', error: { code: 'EncounteredEscrowProportionThreshold' } },
    ]);
    await Promise.all(numbers(11, 30).map((person) => connector.desire(person, {})));
    await connector.untilEnded(40, 6);
    expect((await ofQuarantine()).at(-1)).toMatchObject({ type: 'quarantine-lifted', how: 'proportion' });
    expect(connector.users()).toHaveLength(34);
  });

  it('stays stopped while whoever is tried fails, with one attempt a probe', async () => {
    await start(6, 4, 0.01);
    await eventually(async () => (await ofQuarantine()).length > 0);
    connector.simulator.simulator.calls.reset();
    const more = numbers(11, 3).map((person) => connector.desire(person, { role: 'Administrator' }));
    await Promise.all(more);
    await eventually(async () => (await ofQuarantine()).length >= 4);
    const entered = await ofQuarantine();
    expect(entered.map(({ seriesCount }) => seriesCount)).toEqual(numbers(0, entered.length));
    expect(connector.calls().byRoute['POST /users.json']).toBeLessThanOrEqual(entered.length);
    expect(connector.users()).toHaveLength(4);
  });

  it('writes nothing until then', async () => {
    await start(6, 4, 60);
    await eventually(async () => (await ofQuarantine()).length > 0);
    // What had begun before may end.
    await pause(300);
    connector.simulator.simulator.calls.reset();
    await connector.desire(11, {});
    await pause(1_500);
    expect(connector.calls().total).toBe(0);
  });

  it('is not stopped while they are few, by number or by share', async () => {
    await start(6, 20, 60);
    await connector.untilTold(await connector.desire(100, {}));
    expect(await ofQuarantine()).toEqual([]);
  });
});
