import { setTimeout as sleep } from 'node:timers/promises';
import { readEvents, replay, type Running } from '@waybill/event-log';
import { describeWithBroker } from '@waybill/testing';
import { Partitioners } from 'kafkajs';
import { type Consumer, RestoredLog } from '../message-bus';
import { messageBusContract } from '../message-bus.contract';
import { poisonMessages, retryPoison } from '../poison-messages';
import { KafkaOfATest } from '../testing/kafka-of-a-test';
import { openTwoLogs, type TwoLogs } from '../testing/two-logs';
import type { KafkaBus } from './kafka-bus';
import { recordOf } from './wire-format';

const eventually = async (condition: () => Promise<boolean> | boolean) => {
  while (!(await condition())) await sleep(20);
};

describeWithBroker('Kafka', () => {
  const opened: KafkaOfATest[] = [];
  const open = (...args: ConstructorParameters<typeof KafkaOfATest>) => {
    const kafka = new KafkaOfATest(...args);
    opened.push(kafka);
    return kafka;
  };
  afterAll(() => Promise.all(opened.map((kafka) => kafka.close())));

  messageBusContract('Kafka', () => open().bus());

  describe('as a bus', () => {
    let logs: TwoLogs;
    let kafka: KafkaOfATest;
    let running: Running[];
    beforeEach(async () => {
      logs = await openTwoLogs();
      kafka = open();
      running = [];
    });
    afterEach(async () => {
      await Promise.all(running.map((each) => each.stop()));
      await logs.close();
    });
    const begin = (each: Running) => {
      running.push(each);
      return each;
    };
    const carry = async (bus: KafkaBus = kafka.bus()) => begin(await bus.carry({ service: 'source', ...logs.source }));
    const heardCount = async () => Object.values(await logs.heard()).flat().length;
    const words = (count: number) => Array.from({ length: count }, (_, n) => String(n));
    const streams = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const through = (consumer: Consumer, handle: Consumer['handle']): Consumer => ({
      name: consumer.name,
      sources: consumer.sources,
      confirmed: (source) => consumer.confirmed(source),
      keepPoison: (records) => consumer.keepPoison(records),
      handle,
    });
    const send = (...messages: { key: string | null; value: string | Buffer | null }[]) =>
      kafka.asOperator(async (_, client) => {
        const producer = client.producer({ createPartitioner: Partitioners.DefaultPartitioner });
        await producer.connect();
        await producer.send({ topic: kafka.topic.topic, messages });
        await producer.disconnect();
      });

    it('shares partitions among the members of a group, who come and go', async () => {
      await carry();
      const taken = [0, 0];
      const member = (index: number) => {
        const listener = logs.listener();
        const consumer = through(listener, async (messages) => {
          await listener.handle(messages);
          taken[index] = (taken[index] ?? 0) + messages.length;
        });
        return begin(kafka.bus().deliver(consumer));
      };
      const first = member(0);
      await Promise.all(streams.map((stream) => logs.say(stream, ...words(5))));
      await eventually(async () => (await heardCount()) === 40);
      member(1);
      for (let round = 0; taken[1] === 0; round += 1) {
        await Promise.all(streams.map((stream) => logs.say(stream, `round ${round}`)));
        await sleep(100);
      }
      await first.stop();
      await Promise.all(streams.map((stream) => logs.say(stream, 'last')));
      await eventually(async () => Object.values(await logs.heard()).every((each) => each.at(-1) === 'last'));
      const heard = await logs.heard();
      const said: Record<string, string[]> = {};
      for (const { stream, data } of await readEvents(logs.source.pool, 0, 10_000)) {
        (said[stream] ??= []).push((data as { word: string }).word);
      }
      expect(heard).toEqual(said);
    });

    it('goes on after a TypeError in a handler, and stops no other partition meanwhile', async () => {
      await carry();
      const listener = logs.listener();
      let broken = true;
      const shaky = through(listener, async (messages) => {
        if (broken && messages.some(({ stream }) => stream === 'a')) {
          throw new TypeError('cannot read properties of undefined');
        }
        await listener.handle(messages);
      });
      begin(kafka.bus().deliver(shaky));
      await Promise.all(streams.map((stream) => logs.say(stream, 'one')));
      await eventually(async () => (await heardCount()) > 0 && kafka.said.errors.length > 2);
      expect((await logs.heard()).a).toBeUndefined();
      broken = false;
      await eventually(async () => (await heardCount()) === streams.length);
      expect(kafka.said).toMatchObject({ fatal: [], alarms: [] });
    });

    it('stays in its group while a batch takes longer than a session may be silent', async () => {
      await carry();
      const listener = logs.listener();
      let deliveries = 0;
      begin(
        kafka.bus().deliver(
          through(listener, async (messages) => {
            deliveries += 1;
            await sleep(8_000);
            await listener.handle(messages);
          }),
        ),
      );
      await logs.say('a', 'slow');
      await eventually(async () => (await heardCount()) === 1);
      await sleep(1_000);
      expect(deliveries).toBe(1);
      expect(kafka.said.errors.filter((error) => /rebalanc|member|session/i.test(error))).toEqual([]);
    });

    it('keeps poison with its reason, lets everything else through, and takes it in once it can be read', async () => {
      await carry();
      const listener = logs.listener();
      begin(kafka.bus().deliver(listener));
      await logs.say('a', 'one');
      await eventually(async () => (await heardCount()) === 1);
      await send(
        { key: 'a', value: Buffer.from([0x00, 0xff, 0xfe]) },
        { key: null, value: null },
        { key: 'x', value: '{"source":"source"}' },
      );
      await logs.say('a', 'two');
      await eventually(async () => (await heardCount()) === 2);
      await eventually(async () => (await poisonMessages(logs.target.pool, listener.name)).length === 3);
      const kept = await poisonMessages(logs.target.pool, listener.name);
      const reasons = kept.map(({ reason }) => reason).sort();
      expect(reasons[0]).toMatch('Unexpected token');
      expect(reasons[1]).toBe('it has no value');
      expect(reasons[2]).toMatch('position: ');
      expect(kafka.said.alarms).toHaveLength(3);

      // What a newer release would read: here, the message itself in the place of the bytes.
      await logs.say('b', 'late');
      const event = (await readEvents(logs.source.pool, 0, 10)).find(({ stream }) => stream === 'b');
      if (!event) throw new Error('nothing was said');
      const { key, value } = recordOf('source', event);
      await eventually(async () => (await logs.heard()).b?.length === 1);
      await logs.target.pool.query('UPDATE poison_message SET key = $1, value = $2 WHERE value IS NULL', [key, value]);
      expect(await retryPoison(logs.target.pool, listener)).toBe(1);
      expect(await poisonMessages(logs.target.pool, listener.name)).toHaveLength(2);
      expect((await logs.heard()).b).toEqual(['late']);
    });

    it('carries an event that is larger than a broker takes by default, among many', async () => {
      const large = 'x'.repeat(3_000_000);
      await logs.say('a', 'small', large, ...words(20), 'y'.repeat(600_000), 'z'.repeat(600_000));
      await carry();
      begin(kafka.bus().deliver(logs.listener()));
      await eventually(async () => (await heardCount()) === 24);
      const lengths = (await logs.heard()).a?.map(({ length }) => length) ?? [];
      expect([lengths[1], lengths.at(-1)]).toEqual([3_000_000, 600_000]);
    });

    it('publishes again on replay, and whoever has heard it suppresses it', async () => {
      await carry();
      begin(kafka.bus().deliver(logs.listener()));
      await logs.say('a', ...words(5));
      await eventually(async () => (await heardCount()) === 5);
      await replay(logs.source.pool, 'relay', 0);
      await logs.say('a', 'last');
      await eventually(async () => (await heardCount()) === 6);
      const records = await kafka.broker().ends(kafka.topic.topic);
      expect(records.reduce((sum, { high }) => sum + high, 0)).toBe(11);
      expect((await logs.heard()).a).toEqual([...words(5), 'last']);
    });

    it('says so when the broker lost its data, and a replay brings everything back', async () => {
      const carrying = await carry();
      const delivering = begin(kafka.bus().deliver(logs.listener()));
      await logs.say('a', ...words(3));
      await eventually(async () => (await heardCount()) === 3);
      await delivering.stop();
      await carrying.stop();
      await kafka.asOperator((admin) => admin.deleteTopics({ topics: [kafka.topic.topic] }));
      await sleep(500);
      await logs.say('a', 'three', 'four');
      await carry();
      begin(kafka.bus().deliver(logs.listener()));
      await eventually(() => kafka.said.alarms.length > 0);
      expect(kafka.said.alarms[0]).toMatch('the broker lost data; waybill replay source publishes it again');
      await replay(logs.source.pool, 'relay', 0);
      await eventually(async () => (await heardCount()) === 5);
      expect((await logs.heard()).a).toEqual(['0', '1', '2', 'three', 'four']);
    });

    it('publishes nothing over what others have seen when its log was restored to an older state', async () => {
      const carrying = await carry();
      begin(kafka.bus().deliver(logs.listener()));
      await logs.say('a', ...words(3));
      await eventually(async () => (await heardCount()) === 3);
      await carrying.stop();
      const restored = await openTwoLogs();
      await restored.say('a', 'other');
      const bus = kafka.bus();
      await expect(bus.carry({ service: 'source', ...restored.source })).rejects.toThrow(RestoredLog);
      expect((await kafka.broker().ends(kafka.topic.topic)).reduce((sum, { high }) => sum + high, 0)).toBe(3);
      await restored.close();
    });

    it('ends the process whose log is restored under it', async () => {
      await carry();
      await logs.say('a', ...words(3));
      const ends = async () => (await kafka.broker().ends(kafka.topic.topic)).reduce((sum, { high }) => sum + high, 0);
      await eventually(async () => (await ends()) === 3);
      await logs.restoreSource();
      await logs.say('a', 'other');
      await eventually(() => kafka.said.fatal.length > 0);
      expect(kafka.said.fatal[0]).toMatch('the log was restored to an older state');
      expect(await ends()).toBe(3);
    });

    it('alarms where a partition does not begin where it was left', async () => {
      await carry();
      const first = begin(kafka.bus().deliver(logs.listener()));
      await logs.say('a', ...words(3));
      await eventually(async () => (await heardCount()) === 3);
      await first.stop();
      const committed = await kafka.asOperator((admin) =>
        admin.fetchOffsets({ groupId: kafka.group, topics: [kafka.topic.topic] }),
      );
      const partition = committed[0]?.partitions.find(({ offset }) => offset === '3')?.partition ?? -1;
      await kafka.asOperator((admin) =>
        admin.setOffsets({ groupId: kafka.group, topic: kafka.topic.topic, partitions: [{ partition, offset: '99' }] }),
      );
      begin(kafka.bus().deliver(logs.listener()));
      await eventually(() => kafka.said.alarms.length > 0);
      expect(kafka.said.alarms[0]).toMatch(`partition ${partition} begins at 0 instead of 99`);
      await logs.say('a', 'last');
      await eventually(async () => (await heardCount()) === 4);
    });

    it('refuses a topic with another number of partitions, and one that forgets too soon', async () => {
      const broker = kafka.broker();
      await broker.prepare([kafka.topic]);
      await expect(broker.prepare([{ ...kafka.topic, partitions: 4 }])).rejects.toThrow('has 3 partitions where 4');
      await expect(broker.prepare([{ ...kafka.topic, retentionDays: 14 }])).rejects.toThrow('1209600000 or more');
    });
  });
});
