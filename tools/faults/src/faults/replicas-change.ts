import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, troubled } from '../fault';

const services = ['mapping', 'samanage-connector', 'audit-log'];

export const replicasChange: Fault = {
  name: 'replicas-change',
  what: 'the replicas of three services go from 1 to 3 to 2 to 1',
  samanage: troubled,
  strike: async ({ world, seconds, say }) => {
    const pause = () => sleep((seconds * 1_000) / 4);
    await pause();
    const second = await Promise.all(services.map((service) => world.replica(service)));
    const third = await Promise.all(services.map((service) => world.replica(service)));
    say('three replicas');
    await pause();
    await Promise.all(third.map((replica) => replica.end('SIGTERM')));
    say('two replicas');
    await pause();
    await Promise.all(second.map((replica) => replica.end('SIGTERM')));
    say('one replica');
    return 4 * services.length;
  },
};
