import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, troubled } from '../fault';

export const databaseKilled: Fault = {
  name: 'database-killed',
  what: 'PostgreSQL is killed with SIGKILL and started again',
  samanage: troubled,
  strike: async ({ world, seconds }) => {
    const pids = world.system.endpoints.processes.map(({ pid }) => pid);
    const until = Date.now() + seconds * 1_000;
    let kills = 0;
    while (Date.now() < until) {
      await sleep(5_000);
      world.database.kill();
      kills += 1;
      await sleep(1_000);
      await world.database.start();
    }
    const now = world.system.endpoints.processes.map(({ pid }) => pid);
    if (now.join() !== pids.join()) throw new Error('a service was replaced where it should have reconnected');
    return kills;
  },
};
