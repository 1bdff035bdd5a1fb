import type { LoggedEvent } from '@waybill/event-log';
import { OnDemandWaiters } from './on-demand-waiters';

type Listen = (events: readonly LoggedEvent[]) => void;

/** A table of what is not answered, and a log that rings. */
function started(milliseconds: number) {
  const open = new Map<string, number>([['request', 1]]);
  const listeners = new Set<Listen>();
  let looks = 0;
  const log = {
    onAppend: (listen: Listen) => {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
  };
  const unansweredOnDemand = () => {
    looks += 1;
    return Promise.resolve(new Map(open));
  };
  const waiters = new OnDemandWaiters(log, { unansweredOnDemand }, { milliseconds, waiters: 1 });
  const append = (type: string) => listeners.forEach((listen) => listen([{ type } as LoggedEvent]));
  return { waiters, open, append, listeners, looks: () => looks };
}

const nothing = () => Promise.resolve();
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('somebody who waits for what he asked for', () => {
  it('goes on at once when it is answered here, and makes room', async () => {
    const { waiters, open, append } = started(60_000);
    const waiting = waiters.whileAsking('request', nothing);
    expect(waiters.hasRoom).toBe(false);
    await pause(20);
    open.clear();
    const rung = Date.now();
    append('mapping.on-demand-answered');
    await waiting;
    expect(Date.now() - rung).toBeLessThan(60);
    expect(waiters.hasRoom).toBe(true);
  });

  it('looks ten times a second, and gives up when his patience ends', async () => {
    const { waiters, append, looks } = started(450);
    const waiting = waiters.whileAsking('request', nothing);
    await pause(20);
    append('mapping.account-desired');
    await waiting;
    expect(looks()).toBeGreaterThanOrEqual(3);
    expect(looks()).toBeLessThanOrEqual(7);
  });

  it('waits for no process that is to end', async () => {
    const { waiters, listeners } = started(60_000);
    const waiting = waiters.whileAsking('request', nothing);
    await pause(20);
    waiters.beforeApplicationShutdown();
    await waiting;
    expect(listeners.size).toBe(0);
  });

  it('makes room where what he asked for is refused', async () => {
    const { waiters } = started(60_000);
    await expect(waiters.whileAsking('request', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(waiters.hasRoom).toBe(true);
  });
});
