import { randomUUID } from 'node:crypto';
import { readEvents, type Running } from '@waybill/event-log';
import { heldMessages } from './held-messages';
import type { Consumer, MessageBus } from './message-bus';
import { type MakeBus, openTwoLogs, type TwoLogs } from './testing/two-logs';

const eventually = async (condition: () => Promise<boolean>) => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
};

/** What every bus must do for a consumer (architecture §5). Run it on each adapter. */
export function messageBusContract(name: string, makeBus: MakeBus): void {
  describe(`${name} as a message bus`, () => {
    let logs: TwoLogs;
    let bus: MessageBus;
    let running: Running[];
    beforeEach(async () => {
      logs = await openTwoLogs();
      bus = await makeBus(logs);
      running = [await bus.carry({ service: 'source', ...logs.source })];
    });
    afterEach(async () => {
      await Promise.all(running.map((each) => each.stop()));
      await logs.close();
    });
    const deliver = (consumer: Consumer) => {
      const delivery = bus.deliver(consumer);
      running.push(delivery);
      return delivery;
    };
    const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n));

    it('keeps the order of each stream, and delivers what was said before anybody listened', async () => {
      await Promise.all(['a', 'b', 'c'].map((stream) => logs.say(stream, ...numbers(20))));
      deliver(logs.listener());
      await Promise.all(['a', 'b'].map((stream) => logs.say(stream, 'later')));
      await eventually(async () => Object.values(await logs.heard()).flat().length === 62);
      const twenty = numbers(20);
      expect(await logs.heard()).toEqual({ a: [...twenty, 'later'], b: [...twenty, 'later'], c: twenty });
    });

    it('brings a batch again whose handling failed, until it is done', async () => {
      const consumer = logs.listener();
      let failures = 3;
      const shaky: Consumer = {
        name: consumer.name,
        sources: consumer.sources,
        confirmed: (source) => consumer.confirmed(source),
        keepPoison: (records) => consumer.keepPoison(records),
        handle: async (messages) => {
          if (failures-- > 0) throw new Error('our database is away');
          await consumer.handle(messages);
        },
      };
      deliver(shaky);
      await logs.say('a', ...numbers(10));
      await eventually(async () => (await logs.heard()).a?.length === 10);
      expect(failures).toBeLessThan(0);
      expect(await logs.heard()).toEqual({ a: numbers(10) });
    });

    it('lets a message count once that is delivered twice', async () => {
      const consumer = logs.listener();
      deliver({
        name: consumer.name,
        sources: consumer.sources,
        confirmed: (source) => consumer.confirmed(source),
        keepPoison: (records) => consumer.keepPoison(records),
        handle: async (messages) => {
          await consumer.handle(messages);
          await consumer.handle(messages);
        },
      });
      await logs.say('a', ...numbers(10));
      await eventually(async () => (await logs.heard()).a?.length === 10);
      await logs.say('a', 'last');
      await eventually(async () => ((await logs.heard()).a?.length ?? 0) >= 11);
      expect(await logs.heard()).toEqual({ a: [...numbers(10), 'last'] });
    });

    it('goes on where it stopped', async () => {
      const first = deliver(logs.listener());
      await logs.say('a', ...numbers(5));
      await eventually(async () => (await logs.heard()).a?.length === 5);
      await first.stop();
      await logs.say('a', 'meanwhile');
      deliver(logs.listener());
      await eventually(async () => (await logs.heard()).a?.length === 6);
      expect((await logs.heard()).a?.at(-1)).toBe('meanwhile');
    });

    it('raises an alarm where a version comes again as another event, and takes it in no more', async () => {
      const consumer = logs.listener();
      deliver(consumer);
      await logs.say('a', 'one', 'two');
      await eventually(async () => (await logs.heard()).a?.length === 2);
      const last = (await readEvents(logs.source.pool, 1, 1))[0];
      if (!last) throw new Error('nothing was said');
      await consumer.handle([{ ...last, source: 'source', id: randomUUID() }]);
      expect(logs.alarms).toEqual(['source/a: version 2 arrived again as another event: the source was changed']);
      expect((await logs.heard()).a).toEqual(['one', 'two']);
    });

    it('holds a stream that is stuck, stops no other, and lets it go in order', async () => {
      let broken = true;
      const consumer = logs.listener((word) => {
        if (broken && word === 'stuck') throw new TypeError('cannot read stuck');
        return word;
      });
      deliver(consumer);
      await logs.say('a', 'one', 'stuck', 'three');
      await logs.say('b', ...numbers(5));
      await eventually(async () => (await logs.heard()).b?.length === 5);
      await eventually(async () => (await held(logs, consumer.name)).length === 2);
      expect((await logs.heard()).a).toEqual(['one']);
      expect(await held(logs, consumer.name)).toMatchObject([
        { version: 2, reason: 'cannot read stuck' },
        { version: 3, reason: 'version 3 arrived where 2 is missing' },
      ]);
      broken = false;
      await eventually(async () => (await consumer.retryHeld()) > 0);
      expect((await logs.heard()).a).toEqual(['one', 'stuck', 'three']);
      expect(await held(logs, consumer.name)).toEqual([]);
    });
  });
}

const held = (logs: TwoLogs, consumer: string) => heldMessages(logs.target.pool, consumer);
