import { setTimeout as sleep } from 'node:timers/promises';
import type { ApartWorld } from '../apart-world';
import type { Fault } from '../fault';

const epochOf = async ({ database }: ApartWorld): Promise<number> => {
  const rows = await database.ask<{ epoch: string }>('SELECT epoch FROM samanage_connector.writer_epoch');
  return Number(rows[0]?.epoch ?? 0);
};

/** The writer stands still for longer than its lease; another takes over; then it goes on where it stood. */
export const connectorFrozen: Fault = {
  name: 'connector-frozen',
  what: 'the connector is frozen beyond its lease, a second replica takes over, and the first wakes up',
  samanage: { latencyMs: 50, applyLate: 0.03, applyLateMs: 4_000 },
  repaired: true,
  strike: async ({ world, seconds, say }) => {
    const { pid } = await world.replica('samanage-connector');
    // Whoever takes over is the next to be frozen.
    const writers = [world.system.pidOf('samanage-connector'), pid];
    const until = Date.now() + seconds * 1_000;
    let changes = 0;
    while (Date.now() < until) {
      const before = await epochOf(world);
      const frozen = writers[changes % 2] ?? pid;
      process.kill(frozen, 'SIGSTOP');
      const patience = Date.now() + 30_000;
      while ((await epochOf(world)) === before && Date.now() < patience) await sleep(200);
      if ((await epochOf(world)) > before) changes += 1;
      await sleep(2_000);
      process.kill(frozen, 'SIGCONT');
      say(`the lease changed hands ${changes} times`);
      await sleep(3_000);
    }
    return changes;
  },
};
