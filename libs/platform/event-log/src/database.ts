import type { Writable } from 'node:stream';
import { type CustomTypesConfig, DatabaseError, Pool, type PoolClient, types } from 'pg';

/** The part of a connection that reads and writes need; a transaction is always passed as one of these. */
export interface Sql {
  query<Row extends object>(statement: { name?: string; text: string; values?: unknown[] }): Promise<{ rows: Row[] }>;
}

/** Where a service's log lives. */
export interface LogDatabase {
  /** PostgreSQL connection URL. */
  readonly url: string;
  /** The schema that the service owns, e.g. `scim_ingress`. */
  readonly schema: string;
  /** Connections the service may hold at once. */
  readonly poolSize?: number;
}

const INT8 = 20;
/** 64-bit integers as numbers: positions stay below 2^53. */
const parsers: CustomTypesConfig = {
  getTypeParser: (oid, format): unknown => (Number(oid) === INT8 ? Number : types.getTypeParser(oid, format)),
};

/** The name of the role that a service works under: it may append to its log, and never change it. */
export function roleOf(schema: string): string {
  return `waybill_${schema}`;
}

/**
 * Connections of one service to its own schema, under the role that may not update or delete the log.
 */
export function openPool(database: LogDatabase, reportIdleError: (error: Error) => void): Pool {
  const pool = new Pool({
    connectionString: database.url,
    max: database.poolSize ?? 10,
    options: [
      `-c role=${roleOf(database.schema)}`,
      `-c search_path=${database.schema}`,
      // Frees the log's lock from a holder that froze inside its transaction.
      '-c idle_in_transaction_session_timeout=10000',
    ].join(' '),
    types: parsers,
    // What is asked together travels together (ADR 7); its type is not declared yet.
    ...{ pipeline: true },
    application_name: `waybill ${database.schema}`,
  });
  // Without a listener an idle connection that the server closes would end the process.
  pool.on('error', reportIdleError);
  // The same holds for one that a runner keeps for itself.
  pool.on('connect', (client) => client.on('error', reportIdleError));
  return pool;
}

/**
 * Asks several things in one round trip: the statements that `ask` issues before it first waits for an answer leave
 * as one packet, and are executed in their order.
 *
 * @throws what the first of them failed with, when all have ended: nothing may be under way when a caller rolls back
 */
export async function together<T extends readonly unknown[]>(
  client: PoolClient,
  ask: () => readonly [...{ [Index in keyof T]: Promise<T[Index]> }],
): Promise<T> {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  let asked: readonly Promise<unknown>[];
  try {
    asked = ask();
  } finally {
    stream.uncork();
  }
  const answers = await Promise.allSettled(asked);
  for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
  return answers.map((answer) => (answer as PromiseFulfilledResult<unknown>).value) as unknown as T;
}

/** Runs one transaction; it is rolled back when `work` throws. */
export async function inTransaction<T>(client: PoolClient, work: (tx: Sql) => Promise<T>): Promise<T> {
  try {
    const [, result] = await together(client, () => [client.query('BEGIN'), work(client)]);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/**
 * Whether an error says that the database could not be reached or ended the session, in contrast to one that tells
 * what is wrong with a statement. Class 08 is a failed connection, 57 a server that shuts down or ends a session.
 */
export function connectionLost(error: unknown): boolean {
  if (error instanceof DatabaseError) return /^(08|57|25P03)/.test(error.code ?? '');
  return (
    error instanceof Error && /terminat|ECONN|EPIPE|not queryable|timeout/i.test(`${error.message} ${codeOf(error)}`)
  );
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');
