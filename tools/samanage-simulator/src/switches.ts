import { z } from 'zod';

/** A share of the calls below 1, or a number of calls from 1 on: the next ones. */
const fault = z.number().min(0);
const milliseconds = z.number().int().min(0).max(600_000);
const oneOf = <One extends number | string, Other extends number | string>(one: One, other: Other) =>
  z.union([z.literal(one), z.literal(other)]);

/** What goes wrong on the way. */
const faults = {
  latencyMs: milliseconds,
  /** Answers `faultStatus` and has done nothing. */
  failBeforeApply: fault,
  /** Answers `faultStatus` and has done it. */
  failAfterApply: fault,
  /** Never answers and has done nothing. */
  timeoutBeforeApply: fault,
  /** Breaks the connection and has done it. */
  dropAfterApply: fault,
  /** Breaks the connection and does it `applyLateMs` later. */
  applyLate: fault,
  applyLateMs: milliseconds,
  /** Answers `faultStatus` to reads. */
  readFault: fault,
  /** What a gateway may answer (§5). */
  faultStatus: z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504)]),
  /** Renames somebody before a later page of users is read, so that rows move between pages (§8.9). */
  renameDuringCrawl: fault,
  /** Answers 503 to everything. */
  unavailable: z.boolean(),
  /** How long a new user or group is not found by filters (§2.6). */
  searchLagMs: milliseconds,
};

/** Calls a minute, and who may call. */
const gate = {
  /** Calls a minute and account, 0 for any number (§5). */
  ratePerMinute: z.number().int().min(0),
  /** Length of the window that calls are counted in. */
  rateWindowMs: milliseconds.min(1),
  throttleStatus: oneOf(429, 503),
  /** How a throttled call tells when to come back (§5). */
  rateStyle: z.enum(['retry-after', 'retry-after-date', 'reset-headers', 'none']),
  /** `X-RateLimit-Remaining` and `-Reset` on every answer (§5: seen even on a 201). */
  rateHeaders: z.boolean(),
  /** Answers 401, as for a token that was reset (§1.3). */
  rejectToken: z.boolean(),
  /** Answers 403, as for an owner who is no administrator. */
  forbid: z.boolean(),
  /** E-mail address and password of an administrator, beside tokens (§1.3). */
  basicAuth: z.enum(['off', 'on']),
  /** To a version of the API that never was (§1.2). */
  unknownVersion: oneOf(406, 200),
  /** To a body that is not said to be JSON (§5). */
  wrongContentType: oneOf(200, 415),
};

/** How writes are taken and answered. */
const writes = {
  createStatus: oneOf(200, 201),
  updateStatus: oneOf(200, 204),
  deleteStatus: oneOf(200, 204),
  deleteUnknownStatus: oneOf(422, 404),
  /** Whether a user who has logged in may be deleted (§2.5). */
  deleteLoggedIn: z.enum(['allow', 'refuse']),
  duplicateMembership: oneOf('idempotent', 409),
  membershipAnswer: z.enum(['list', 'none']),
  errorShape: z.enum(['plain', 'nested', 'text']),
  unknownLookup: z.enum(['ignore', 'refuse', 'create']),
  unknownRole: z.enum(['refuse', 'ignore']),
  defaultRole: z.string(),
  /** Licences for administrators and agents, 0 for any number (§2.5). */
  licences: z.number().int().min(0),
  /** Names of the custom fields that exist; others are ignored (§2.4). */
  customFields: z.union([z.literal('any'), z.array(z.string())]),
};

/** How records and lists look. */
const reads = {
  wrappedRows: z.boolean(),
  emailFilter: z.enum(['contains', 'exact']),
  nameFilter: z.enum(['prefix', 'contains']),
  /** Whether the name of a group is found in any letter case (§3.1). */
  groupNameCase: z.enum(['any', 'exact']),
  totalPagesHeader: z.boolean(),
  userShape: oneOf(2024, 2019),
  /** Shape of groups and their memberships (§3.2). */
  membershipShape: oneOf(2024, 2019),
  idsAsText: z.boolean(),
  /** An empty entry in the `group_ids` of every user (§2.2). */
  nullGroupIds: z.boolean(),
  /** The account's offset, which times are written in (§2.2). */
  utcOffset: z.string().regex(/^[+-]\d{2}:\d{2}$/),
};

/** Everything about the simulator that is a guess or a fault; the defaults follow samanage-api.md §9. */
export const switchesSchema = z.strictObject({ ...faults, ...gate, ...writes, ...reads });

/** The switches of a simulator, each with a value. */
export type Switches = z.infer<typeof switchesSchema>;

export const defaultSwitches: Switches = {
  ratePerMinute: 1_000,
  rateWindowMs: 60_000,
  throttleStatus: 429,
  rateStyle: 'retry-after',
  rateHeaders: false,
  latencyMs: 0,
  failBeforeApply: 0,
  failAfterApply: 0,
  timeoutBeforeApply: 0,
  dropAfterApply: 0,
  applyLate: 0,
  applyLateMs: 2_000,
  readFault: 0,
  faultStatus: 500,
  renameDuringCrawl: 0,
  unavailable: false,
  rejectToken: false,
  forbid: false,
  basicAuth: 'off',
  unknownVersion: 406,
  wrongContentType: 200,
  searchLagMs: 0,
  createStatus: 201,
  updateStatus: 200,
  deleteStatus: 200,
  deleteUnknownStatus: 422,
  deleteLoggedIn: 'allow',
  duplicateMembership: 'idempotent',
  membershipAnswer: 'list',
  errorShape: 'plain',
  unknownLookup: 'ignore',
  unknownRole: 'refuse',
  defaultRole: 'Requester',
  licences: 0,
  customFields: 'any',
  wrappedRows: false,
  emailFilter: 'contains',
  nameFilter: 'prefix',
  groupNameCase: 'any',
  totalPagesHeader: true,
  userShape: 2024,
  membershipShape: 2024,
  idsAsText: false,
  nullGroupIds: false,
  utcOffset: '+00:00',
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
