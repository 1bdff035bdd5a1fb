import type { Pool } from 'pg';
import { LinkTurns } from '../../domain/connector-reads';

/**
 * Turns by a lock of the database, which all processes of the service know. A process asks for one lock at a time: each
 * costs a connection for as long as it is held, and the log needs connections too.
 */
export class PostgresLinkTurns extends LinkTurns {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly pool: Pool) {
    super();
  }

  inTurn<Result>(jobId: string, work: () => Promise<Result>): Promise<Result> {
    const turn = this.last.then(() => this.locked(jobId, work));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async locked<Result>(jobId: string, work: () => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let isUnlocked = false;
    try {
      await client.query(`SELECT pg_advisory_lock(${lockOfJob})`, [jobId]);
      const result = await work();
      await client.query(`SELECT pg_advisory_unlock(${lockOfJob})`, [jobId]);
      isUnlocked = true;
      return result;
    } finally {
      // Closing the connection gives up the lock, whatever state the session is in.
      client.release(!isUnlocked);
    }
  }
}

const lockOfJob = `hashtextextended('waybill links ' || current_schema() || ' ' || $1, 0)`;
