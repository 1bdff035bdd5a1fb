import type { Pool, PoolClient } from 'pg';
import { Doorbell } from './doorbell';

export interface ExclusiveWork {
  /** One runner a name and schema, over all processes. */
  readonly name: string;
  readonly pool: Pool;
  /** Runs while the lock is held; every query on `client` also proves that this process is alive. */
  readonly work: (client: PoolClient, signal: AbortSignal) => Promise<void>;
  /** Hears what ended a run: the connection, or a bug. The work is taken up again after a pause. */
  readonly onError: (error: unknown) => void;
}

/** Something that runs until it is stopped. */
export interface Running {
  stop(): Promise<void>;
}

const standbyMilliseconds = 500;
/** A runner that was silent for this long has lost its lock: PostgreSQL ends the session. */
const silence = '10s';

/**
 * Runs work in exactly one process at a time. The lock is held on the very connection that the work commits on, so a
 * runner that lost its lock cannot commit; a frozen one is ended by `idle_session_timeout` (architecture §4).
 */
export function runExclusively(options: ExclusiveWork): Running {
  const stopping = new AbortController();
  const nap = new Doorbell();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await attempt(options, stopping.signal).catch(options.onError);
      await nap.wait(standbyMilliseconds, stopping.signal);
    }
  };
  const finished = run();
  return {
    stop: () => {
      stopping.abort();
      return finished;
    },
  };
}

async function attempt({ name, pool, work }: ExclusiveWork, signal: AbortSignal): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended('waybill runner ' || current_schema() || ' ' || $1, 0)) AS held`,
      [name],
    );
    if (!rows[0]?.held) return client.release();
    await client.query(`SET idle_session_timeout = '${silence}'`);
    await work(client, signal);
    client.release(true);
  } catch (error) {
    // Closing the connection gives up the lock, whatever state the session is in.
    client.release(true);
    throw error;
  }
}
