import type { Admin, Consumer } from 'kafkajs';
import type { GroupTrouble } from '../broker';
import { KafkajsMembership } from './kafkajs-membership';

type Crash = { payload: { error: Error; restart: boolean } };

/** A consumer of kafkajs that does nothing but crash when it is told to. */
function crashingConsumer() {
  const listeners = new Map<string, (event: Crash) => void>();
  const consumer = {
    events: { CRASH: 'crash', GROUP_JOIN: 'join', HEARTBEAT: 'heartbeat', FETCH: 'fetch' },
    on: (event: string, listen: (event: Crash) => void) => listeners.set(event, listen),
    connect: () => Promise.resolve(),
    subscribe: () => Promise.resolve(),
    run: () => Promise.resolve(),
    disconnect: () => Promise.resolve(),
  };
  const crash = (restart: boolean) => listeners.get('crash')?.({ payload: { error: new TypeError('gone'), restart } });
  return { consumer: consumer as unknown as Consumer, crash };
}

describe('a member of a group', () => {
  const heard: string[] = [];
  const trouble: GroupTrouble = {
    later: () => heard.push('later'),
    alarm: () => heard.push('alarm'),
    fatal: () => heard.push('fatal'),
  };
  const join = () => {
    heard.length = 0;
    const { consumer, crash } = crashingConsumer();
    const member = { group: 'g', topics: ['t'], trouble, take: () => Promise.resolve() };
    const admin = { fetchOffsets: () => Promise.resolve([]) } as unknown as Admin;
    const membership = new KafkajsMembership(consumer, member, (work) => work(admin));
    membership.start();
    return { membership, crash };
  };

  it('that cannot begin again ends its process, and one that can is tried again', () => {
    const { crash } = join();
    crash(true);
    crash(false);
    expect(heard).toEqual(['later', 'fatal']);
  });

  it('that is leaving ends nothing', async () => {
    const { membership, crash } = join();
    await membership.leave();
    crash(false);
    expect(heard).toEqual([]);
  });
});
