import type { Loss } from '@waybill/contracts';
import type { Row, RowChange, Rows, RowsNeeded } from '@waybill/decider';

/** When disables and deletes begin to wait for an admin (entra-provisioning.md §2.6). */
export interface DeletionBrake {
  readonly enabled: boolean;
  /** How many may pass within the window. */
  readonly count: number;
  /** Of the accounts that are wanted; null where only the count matters. */
  readonly percent: number | null;
  readonly windowHours: number;
}

export const defaultBrake: DeletionBrake = { enabled: true, count: 500, percent: null, windowHours: 24 };

/** What is counted in a collection of rows, one a quarter of an hour. */
export const lossRows = 'losses';

export const lossesNeeded = (jobId: string): RowsNeeded => ({ collection: lossRows, owner: jobId, keys: 'all' });

/** How an event changes the count. */
export const lossChange = ({ jobId, quarter, count }: Loss): RowChange => ({
  collection: lossRows,
  owner: jobId,
  key: quarter,
  row: { count },
});

export interface BrakeReading {
  readonly brake: DeletionBrake;
  /** When an admin last allowed everything; what passed before does not count any more. ISO 8601, or null. */
  readonly allowedAt: string | null;
  /** Accounts that were wanted at the commit before; told where a share of them counts. */
  readonly wanted: number;
  /** All losses that were counted at that commit, of whatever age. */
  readonly counted: number;
}

/** What one more disable or delete is: counted, or one too many. */
export type Braking = { readonly loss: Loss; readonly staged?: never } | { readonly staged: string };

/** A window is no longer, so that what is counted stays a few hundred rows. */
export const longestWindowHours = 168;

const quarterMilliseconds = 15 * 60_000;
const hourMilliseconds = 3_600_000;

/** A disable or delete that was decided. */
interface DecidedLoss {
  readonly jobId: string;
  /** ISO 8601, UTC. */
  readonly now: string;
  /** An admin lets it go. */
  readonly released: boolean;
}

/** Counts one more disable or delete, unless the brake holds it back; then says why in a sentence. */
export function countLoss({ jobId, now, released }: DecidedLoss, reading: BrakeReading, rows: Rows): Braking {
  const { brake } = reading;
  const losses = rows.all(lossRows, jobId);
  const allowed = reading.allowedAt ? Date.parse(reading.allowedAt) : 0;
  // What was written before everything was allowed and is decided after it, is decided in the new window.
  const moment = Math.max(Date.parse(now), allowed);
  const before = lossesWithin(losses, moment - brake.windowHours * hourMilliseconds, allowed);
  const tripped = brake.enabled && !released ? trippedBy(before + 1, stillWanted(reading, losses), brake) : null;
  if (tripped !== null) return { staged: tripped };
  const begin = Math.max(Math.floor(moment / quarterMilliseconds) * quarterMilliseconds, allowed);
  const quarter = new Date(begin).toISOString();
  return { loss: { jobId, quarter, count: countOf(losses.get(quarter)) + 1 } };
}

/** A quarter counts as long as any of it is within the window; one that everything was allowed in begins anew then. */
function lossesWithin(losses: ReadonlyMap<string, Row>, since: number, allowed: number): number {
  let sum = 0;
  for (const [quarter, row] of losses) {
    const begin = Date.parse(quarter);
    if (begin + quarterMilliseconds > since && begin >= allowed) sum += countOf(row);
  }
  return sum;
}

const countOf = (row: Row | undefined): number => (typeof row?.['count'] === 'number' ? row['count'] : 0);

/** Those who lost their account in this batch are among the wanted still. */
function stillWanted({ wanted, counted }: BrakeReading, losses: ReadonlyMap<string, Row>): number {
  let all = 0;
  for (const row of losses.values()) all += countOf(row);
  return wanted - (all - counted);
}

function trippedBy(losses: number, wanted: number, { count, percent, windowHours }: DeletionBrake): string | null {
  if (losses > count) {
    return `${count} accounts were disabled or deleted within ${windowHours} h, which is as many as the deletion brake lets pass`;
  }
  const most = percent === null ? Infinity : ((wanted + losses - 1) * percent) / 100;
  if (losses <= most) return null;
  return `the deletion brake lets ${percent} % of the accounts pass within ${windowHours} h, and this would be more`;
}
