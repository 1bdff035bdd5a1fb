import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Admin, Kafka, logLevel, Partitioners } from 'kafkajs';
import { brokerAvailability, type RunningBroker, startBroker } from '.';

const clientOf = ({ brokers }: RunningBroker, retries = 5) =>
  new Kafka({ brokers: [brokers], logLevel: logLevel.NOTHING, retry: { retries } });

async function withAdmin<T>(broker: RunningBroker, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = clientOf(broker).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

const create = (broker: RunningBroker, topic: string) =>
  withAdmin(broker, (admin) => admin.createTopics({ topics: [{ topic }], waitForLeaders: true }));
const topics = (broker: RunningBroker) => withAdmin(broker, (admin) => admin.listTopics());

async function produce(broker: RunningBroker, topic: string): Promise<void> {
  const producer = clientOf(broker, 0).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    await producer.send({ topic, messages: [{ key: 'k', value: 'v' }] });
  } finally {
    await producer.disconnect();
  }
}

const produced = async (broker: RunningBroker, topic: string) =>
  (await withAdmin(broker, (admin) => admin.fetchTopicOffsets(topic))).map(({ offset }) => offset);

// What `describeWithBroker` does; the testing library cannot be asked, for it starts its broker with this program.
const missing = process.env.WAYBILL_TEST_KAFKA_MISSING;
const suite = missing === undefined ? describe : describe.skip;
const notRun = missing === undefined ? '' : ` – not run: no broker (${missing})`;

suite(`a Kafka broker${notRun}`, () => {
  let folder: string;
  let broker: RunningBroker;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'waybill-kafka-'));
    broker = await startBroker({ folder });
  });
  afterAll(async () => {
    await broker?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers, and makes no topic that nobody asked for', async () => {
    await create(broker, 'asked-for');
    await produce(broker, 'asked-for');
    await expect(produce(broker, 'misspelt')).rejects.toThrow(/does not host this topic-partition/);
    expect(await topics(broker)).toEqual(['asked-for']);
  });

  it('is taken over where somebody left it behind, and can be ended', async () => {
    const taken = await startBroker({ folder });
    expect(taken).toMatchObject({ pid: broker.pid, brokers: broker.brokers });
    await taken.stop();
    expect(broker.isRunning()).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['data', 'server.log', 'server.properties']);
  });

  it('keeps its port and what was produced', async () => {
    const before = broker.brokers;
    broker = await startBroker({ folder });
    expect(broker.brokers).toBe(before);
    expect(await produced(broker, 'asked-for')).toEqual(['1']);
  });

  it('comes up after it was killed', async () => {
    await produce(broker, 'asked-for');
    await broker.kill();
    expect(broker.isRunning()).toBe(false);
    broker = await startBroker({ folder });
    expect(await produced(broker, 'asked-for')).toEqual(['2']);
  });

  it('moves to the port it is given, and ends the one left behind on another', async () => {
    const left = broker;
    const port = Number(left.brokers.split(':')[1]) + 1;
    broker = await startBroker({ folder, port });
    expect(broker.brokers).toBe(`127.0.0.1:${port}`);
    expect(left.isRunning()).toBe(false);
  });

  it('says with its log why it does not come up, and leaves nothing running', async () => {
    await broker.stop();
    const port = Number(broker.brokers.split(':')[1]);
    const other = createServer().listen(port, '127.0.0.1');
    await expect(startBroker({ folder })).rejects.toThrow(/^Kafka did not come up: [^]*Address already in use/);
    other.close();
  });
});

describe('a machine without what a broker needs', () => {
  const environment = { PATH: '/nowhere', HOME: '/nowhere' };

  it('is told what is missing, and what to set instead', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-kafka-'));
    await expect(startBroker({ folder, environment })).rejects.toThrow(
      /Set KAFKA_BROKERS to brokers of your own, or mend this: Java 17 or newer is missing/,
    );
    rmSync(folder, { recursive: true, force: true });
  });

  it('is known before anything is started', async () => {
    const reason = expect.stringMatching(/^Java 17 or newer is missing: neither JAVA_HOME nor PATH/);
    expect(await brokerAvailability(environment)).toEqual({ available: false, reason });
  });
});
