import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, troubled } from '../fault';

/** One service is killed every few seconds, and started again by whoever watches over it. */
const serviceKilled = (service: string): Fault => ({
  name: `${service}-killed`,
  what: `${service} is killed with SIGKILL every few seconds`,
  samanage: troubled,
  strike: async ({ world, seconds }) => {
    const until = Date.now() + seconds * 1_000;
    let kills = 0;
    let killed = 0;
    while (Date.now() < until) {
      await sleep(3_000 + Math.random() * 3_000);
      const pid = world.system.pidOf(service);
      // Its successor may still be on its way.
      if (pid === killed) continue;
      process.kill(pid, 'SIGKILL');
      killed = pid;
      kills += 1;
    }
    return kills;
  },
});

export const servicesKilled = ['scim-ingress', 'mapping', 'samanage-connector', 'audit-log'].map(serviceKilled);
