import { eventually } from '@waybill/testing';
import { type Connector, startConnector } from './testing/connector-fixture';

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const workers = 4;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Samanage gives no answer that can be used, whatever it is asked (samanage-api.md §5). */
describe('an outage of Samanage', () => {
  let connector: Connector;
  afterEach(() => connector.stop());

  const set = (switches: object) => connector.simulator.simulator.change(switches);
  const desireAll = (people: readonly number[]) => Promise.all(people.map((person) => connector.desire(person, {})));
  const toldTypes = async () => (await connector.toldOfJob()).map(({ type }) => type);

  it.each([
    ['503 to everything', { unavailable: true }, { unavailable: false }],
    [
      '502 to whatever is read or written, although it is done',
      { faultStatus: 502, readFault: 1_000, failAfterApply: 1_000 },
      { readFault: 0, failAfterApply: 0 },
    ],
  ])('stops all calls but probes at %s, and ends by itself', async (_, outage, end) => {
    connector = await startConnector({}, { workers });
    await connector.untilTold(await connector.desire(1, {}));
    connector.simulator.simulator.calls.reset();
    await set(outage);
    await desireAll(numbers(2, 60));
    await pause(2_500);
    // Five failures, those that were under way then, and a probe after a second, two more, four more.
    expect(connector.calls().total).toBeLessThanOrEqual(5 + workers + 3);
    await set(end);
    await connector.untilEnded(61);
    expect(connector.users()).toHaveLength(61);
    expect(await connector.counts()).toEqual({ received: 61, applied: 61 });
    expect(connector.writes().filter((method) => method === 'POST')).toHaveLength(61);
    expect(await toldTypes()).not.toContain('quarantine-entered');
  });

  it('quarantines the job when it takes too long, and the quarantine ends with it', async () => {
    connector = await startConnector({}, { workers, settings: { outageMinutes: 0.02, outageProbeMinutes: [0.01] } });
    await connector.untilTold(await connector.desire(1, {}));
    await set({ unavailable: true });
    await desireAll(numbers(2, 20));
    await eventually(async () => (await toldTypes()).includes('quarantine-entered'));
    const [entered] = (await connector.toldOfJob()).filter(({ type }) => type === 'quarantine-entered');
    expect(entered).toMatchObject({
      code: 'EncounteredQuarantineException',
      error: { code: 'InternalServerError', message: 'Samanage answered 503' },
      request: { status: 503 },
      seriesCount: 0,
    });
    await set({ unavailable: false });
    await connector.untilEnded(21);
    expect((await connector.toldOfJob()).at(-1)).toMatchObject({ type: 'quarantine-lifted', how: 'probe' });
    expect(connector.users()).toHaveLength(21);
  });
});

/** Samanage takes everything, but for what is said of some people. */
describe('trouble with some people', () => {
  let connector: Connector;
  /** Writes of theirs. */
  let refusals: number;
  beforeEach(async () => {
    refusals = 0;
    connector = await startConnector({}, { workers });
  });
  afterEach(() => connector.stop());

  const desireAll = (people: readonly number[]) => Promise.all(people.map((person) => connector.desire(person, {})));
  const answerFor = (people: readonly number[], status: () => number | undefined) => {
    const { simulator } = connector.simulator;
    const write = simulator.write.bind(simulator);
    simulator.write = (asked) => {
      const isTheirs = people.some((person) => JSON.stringify(asked.body).includes(`"p${person}@contoso.com"`));
      const answered = isTheirs ? status() : undefined;
      if (answered === undefined) return write(asked);
      refusals += 1;
      return Promise.resolve({ status: answered, body: null, applied: false });
    };
  };

  it.each([
    ['whose writes are forbidden', [7, 8], 403],
    ['whose writes fail', [7], 500],
  ])('%s stops nobody else, and ends with it', async (_, troubled, status) => {
    let trouble: number | undefined = status;
    answerFor(troubled, () => trouble);
    // Nothing of others succeeds in between.
    await desireAll(troubled);
    await eventually(() => refusals >= troubled.length);
    await desireAll(numbers(11, 40));
    await connector.untilEnded(40 + troubled.length, troubled.length);
    expect(connector.users()).toHaveLength(40);
    trouble = undefined;
    for (const person of troubled) {
      const told = await connector.untilTold(await connector.desire(person, { title: 'CEO' }));
      expect(told.type).toBe('account-created');
    }
    expect((await connector.toldOfJob()).map(({ type }) => type)).not.toContain('quarantine-entered');
  });
});
