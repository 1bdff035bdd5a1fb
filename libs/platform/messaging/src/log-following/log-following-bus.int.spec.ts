import { messageBusContract } from '../message-bus.contract';
import { openTwoLogs } from '../testing/two-logs';
import { LogFollowingBus } from './log-following-bus';

messageBusContract('the log-following bus', () => new LogFollowingBus({ onError: () => undefined }));

describe('the log-following bus', () => {
  it('delivers nothing from a log that is not the one it knew', async () => {
    const logs = await openTwoLogs();
    await logs.say('a', 'one', 'two');
    const errors: string[] = [];
    const bus = new LogFollowingBus({ onError: (_, error) => errors.push((error as Error).message) });
    await bus.carry({ service: 'source', ...logs.source });
    const listener = logs.listener();
    const delivery = bus.deliver({
      name: listener.name,
      sources: listener.sources,
      handle: (messages) => listener.handle(messages),
      keepPoison: (records) => listener.keepPoison(records),
      confirmed: async () => ({ reach: 1, position: 1, eventId: '00000000-0000-7000-8000-000000000000' }),
    });
    while (errors.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await delivery.stop();
    expect(errors[0]).toMatch('the log of source was changed');
    expect(await logs.heard()).toEqual({});
    await logs.close();
  });
});
