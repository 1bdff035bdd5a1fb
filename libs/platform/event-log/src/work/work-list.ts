import type { Sql } from '../database';
import { reach } from '../steps';

/**
 * The table of a list of work for the outside: one row a subject, holding its newest desired version. Rows come and
 * go with the log, as an inline read model of the service; workers only move a row's claim, intent and next attempt.
 */
export const workListTable = (table: string): string => `CREATE TABLE ${table} (
  subject       text        PRIMARY KEY,
  job           text        NOT NULL,
  version       integer     NOT NULL,
  priority      integer     NOT NULL,
  due_at        timestamptz NOT NULL,
  claimed_by    bigint,
  claim         uuid,
  sending       text,
  sending_since timestamptz,
  attempts      integer     NOT NULL DEFAULT 0,
  payload       jsonb       NOT NULL
) WITH (fillfactor = 80)`;

/** Serves `claim`: what is due of a job, most urgent first. */
export const workListIndex = (table: string): string => `CREATE INDEX ON ${table} (job, priority, due_at)`;

/** A row as a worker gets it. */
export interface WorkItem<Payload> {
  readonly subject: string;
  readonly job: string;
  /** Of this claim alone: the row may end, and another of the same subject may be claimed. */
  readonly claim: string;
  readonly version: number;
  /** The smaller, the more urgent. */
  readonly priority: number;
  /** How often the newest version was claimed, this time included. */
  readonly attempts: number;
  /** The call that was on its way when an earlier worker lost this row: its result is not known. */
  readonly sending: string | null;
  readonly sendingSince: Date | null;
  readonly payload: Payload;
}

/** Which of the due rows are taken. */
export interface Claim {
  readonly limit: number;
  /** The most urgent, or those that have been due for longest, so that urgent ones starve nobody. */
  readonly first: 'urgent' | 'oldest';
  /** None whose priority is a greater number, which is less urgent. */
  readonly upTo?: number;
}

const orders = { urgent: 'priority, due_at', oldest: 'due_at' } as const;
const leastUrgent = 2_147_483_647;

/** What a worker is about to send for a row, at the version it was claimed with. */
export interface Intent extends Pick<WorkItem<unknown>, 'subject' | 'claim' | 'version'> {
  readonly call: string;
}

/** The right to write for a job: `epoch` grows each time it changes hands. */
export interface WriterLease {
  readonly name: string;
  readonly epoch: number;
}

/**
 * Opens a new epoch; whoever worked under an older one can no longer claim, send or defer. The caller holds the
 * exclusive run of that name.
 */
export async function openEpoch(sql: Sql, name: string): Promise<WriterLease> {
  const { rows } = await sql.query<{ epoch: number }>({
    text: `INSERT INTO writer_epoch AS w (name, epoch) VALUES ($1, 1)
      ON CONFLICT (name) DO UPDATE SET epoch = w.epoch + 1 RETURNING epoch`,
    values: [name],
  });
  return { name, epoch: rows[0]?.epoch ?? 1 };
}

const holdsLease = 'EXISTS (SELECT FROM writer_epoch e WHERE e.name = $1 AND e.epoch = $2)';

/** What a worker may do with the list, under a lease. */
export class WorkList<Payload> {
  /**
   * @param table the list's table, in the service's schema
   * @param settleSeconds how long a call of a lost worker may still be on its way: time-out plus a grace. A row that
   *   was being sent is left alone that long (architecture §6).
   */
  constructor(
    private readonly table: string,
    private readonly settleSeconds: number,
  ) {}

  /** Takes due rows of a job; each is worked on by nobody else until it is let go. */
  async claim(sql: Sql, lease: WriterLease, job: string, wanted: Claim): Promise<WorkItem<Payload>[]> {
    const { limit, first, upTo = leastUrgent } = wanted;
    const { rows } = await sql.query<WorkItem<Payload>>({
      name: `claim ${first} ${this.table}`,
      text: `UPDATE ${this.table} SET claimed_by = $2, claim = gen_random_uuid(), attempts = attempts + 1
          WHERE subject IN (
          SELECT subject FROM ${this.table}
            WHERE job = $3 AND due_at <= now() AND claimed_by IS DISTINCT FROM $2 AND ${holdsLease}
              AND (sending IS NULL OR sending_since < now() - make_interval(secs => $5)) AND priority <= $6
            ORDER BY ${orders[first]} LIMIT $4 FOR UPDATE SKIP LOCKED)
        RETURNING subject, job, claim, version, priority, attempts, sending, sending_since AS "sendingSince", payload`,
      values: [lease.name, lease.epoch, job, limit, this.settleSeconds, upTo],
    });
    if (rows.length > 0) reach('work.claimed');
    return rows;
  }

  /**
   * Makes intents to send durable, all with one commit; the only licence to call.
   *
   * @returns for each, false when a newer version came meanwhile or the lease was lost: then nothing may be sent
   */
  async intend(sql: Sql, lease: WriterLease, intents: readonly Intent[]): Promise<boolean[]> {
    const { rows } = await sql.query<{ subject: string }>({
      name: `intend ${this.table}`,
      // Rows that a batch of the log is changing right now have no licence: waiting for several of them could deadlock.
      text: `UPDATE ${this.table} t SET sending = i.call, sending_since = now()
        FROM (SELECT w.subject, asked.call
            FROM ${this.table} w JOIN json_to_recordset($3) AS asked (subject text, claim uuid, version integer, call text)
              ON w.subject = asked.subject AND w.claim = asked.claim AND w.version = asked.version
            WHERE w.claimed_by = $2 AND ${holdsLease} FOR UPDATE OF w SKIP LOCKED) AS i
        WHERE t.subject = i.subject RETURNING t.subject`,
      values: [lease.name, lease.epoch, JSON.stringify(intents)],
    });
    if (rows.length > 0) reach('work.sending');
    const licensed = new Set(rows.map(({ subject }) => subject));
    return intents.map(({ subject }) => licensed.has(subject));
  }

  /** Lets a row go until a later time. `sent` says that the call's result is still not known. */
  async defer(
    sql: Sql,
    lease: WriterLease,
    { subject, claim }: Pick<WorkItem<unknown>, 'subject' | 'claim'>,
    until: { dueAt: Date; sent: boolean },
  ): Promise<void> {
    await sql.query({
      name: `defer ${this.table}`,
      text: `UPDATE ${this.table} SET claimed_by = NULL, due_at = $4,
          sending = CASE WHEN $5 THEN sending END, sending_since = CASE WHEN $5 THEN sending_since END
        WHERE subject = $3 AND claim = $6 AND claimed_by = $2 AND ${holdsLease}`,
      values: [lease.name, lease.epoch, subject, until.dueAt, until.sent, claim],
    });
  }
}
