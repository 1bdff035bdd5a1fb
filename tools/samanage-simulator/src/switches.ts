import { z } from 'zod';

/** A share of the writes below 1, or a number of writes from 1 on: the next ones. */
const fault = z.number().min(0);
const milliseconds = z.number().int().min(0).max(600_000);

/** Everything about the simulator that is a guess or a fault; the defaults follow samanage-api.md §9. */
export const switchesSchema = z.strictObject({
  /** Calls a minute and account, 0 for any number (§5). */
  ratePerMinute: z.number().int().min(0),
  /** Length of the window that calls are counted in. */
  rateWindowMs: milliseconds.min(1),
  throttleStatus: z.union([z.literal(429), z.literal(503)]),
  /** `X-RateLimit-*` on every answer (§5: seen even on a 201). */
  rateHeaders: z.boolean(),
  latencyMs: milliseconds,
  /** Answers 500 and has done nothing. */
  failBeforeApply: fault,
  /** Answers 500 and has done it. */
  failAfterApply: fault,
  /** Breaks the connection and has done it. */
  dropAfterApply: fault,
  /** Breaks the connection and does it `applyLateMs` later. */
  applyLate: fault,
  applyLateMs: milliseconds,
  /** Answers 503 to everything. */
  unavailable: z.boolean(),
  /** Answers 401, as for a token that was reset (§1.3). */
  rejectToken: z.boolean(),
  /** Answers 403, as for an owner who is no administrator. */
  forbid: z.boolean(),
  /** How long a new user is not found by filters (§2.6). */
  searchLagMs: milliseconds,
  createStatus: z.union([z.literal(200), z.literal(201)]),
  updateStatus: z.union([z.literal(200), z.literal(204)]),
  wrappedRows: z.boolean(),
  emailFilter: z.enum(['contains', 'exact']),
  errorShape: z.enum(['plain', 'nested']),
  unknownLookup: z.enum(['ignore', 'refuse', 'create']),
  unknownRole: z.enum(['refuse', 'ignore']),
  defaultRole: z.string(),
  deleteUnknownStatus: z.union([z.literal(422), z.literal(404)]),
  /** Licences for administrators and agents, 0 for any number. */
  licences: z.number().int().min(0),
});

export type Switches = z.infer<typeof switchesSchema>;

export const defaultSwitches: Switches = {
  ratePerMinute: 1_000,
  rateWindowMs: 60_000,
  throttleStatus: 429,
  rateHeaders: false,
  latencyMs: 0,
  failBeforeApply: 0,
  failAfterApply: 0,
  dropAfterApply: 0,
  applyLate: 0,
  applyLateMs: 2_000,
  unavailable: false,
  rejectToken: false,
  forbid: false,
  searchLagMs: 0,
  createStatus: 201,
  updateStatus: 200,
  wrappedRows: false,
  emailFilter: 'contains',
  errorShape: 'plain',
  unknownLookup: 'ignore',
  unknownRole: 'refuse',
  defaultRole: 'Requester',
  deleteUnknownStatus: 422,
  licences: 0,
};

/**
 * Changes some switches.
 *
 * @throws Error that names everything that is not a switch or not a value of one
 */
export function changeSwitches(switches: Switches, change: unknown): Switches {
  const parsed = switchesSchema.partial().safeParse(change);
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'switches'}: ${message}`).join('; '),
    );
  }
  return { ...switches, ...parsed.data };
}

/** Decides for each write whether a fault strikes; shares follow a seed, so that a run can be repeated. */
export class Faults {
  private state = 20_171_011;

  strikes(switches: Switches, name: 'failBeforeApply' | 'failAfterApply' | 'dropAfterApply' | 'applyLate'): boolean {
    const setting = switches[name];
    if (setting === 0) return false;
    if (setting < 1) return this.random() < setting;
    switches[name] = setting - 1;
    return true;
  }

  /** Mulberry32: short, and good enough to spread faults. */
  private random(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}
