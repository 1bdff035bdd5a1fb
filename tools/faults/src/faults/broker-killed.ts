import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, troubled } from '../fault';

export const brokerKilled: Fault = {
  name: 'broker-killed',
  what: 'the broker is killed, and stays away',
  samanage: troubled,
  strike: async ({ world, seconds, say }) => {
    const { accepted: before } = await world.system.conservation();
    await world.broker.kill();
    await sleep(seconds * 1_000);
    // Ingress goes on without it; what it took since is in its log alone.
    const relays = await world.system.api<{ subscriptions: { name: string; eventsBehind: number }[] }>(
      'GET',
      '/v1.0/waybill/services/scim-ingress',
    );
    const behind = relays.subscriptions.find(({ name }) => name === 'relay')?.eventsBehind ?? 0;
    say(`${behind} events of ingress wait for the broker`);
    const begun = Date.now();
    await world.broker.start();
    const up = Date.now();
    for (;;) {
      const { accepted } = await world.system.conservation();
      if (accepted > before) break;
      await sleep(50);
    }
    say(`work went on ${Date.now() - up} ms after the broker answered (${up - begun} ms after it was started)`);
    return behind > 0 ? 1 : 0;
  },
};
