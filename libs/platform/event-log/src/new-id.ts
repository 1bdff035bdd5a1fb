import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const bytesAnId = 16;
const pool = new Uint8Array(512 * bytesAnId);
let used = pool.length;

/**
 * An id for an event or a change: a UUID version 7, ordered by the millisecond. Random bytes are drawn for many ids at once,
 * since drawing them costs more than all the rest.
 */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytesAnId;
  return v7({ random: pool.subarray(used - bytesAnId, used) });
}
