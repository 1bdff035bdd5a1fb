import type { Writable } from 'node:stream';
import type { Pool, PoolClient } from 'pg';
import type { Sql } from './database';

/** Enough that one slow answer does not keep everybody waiting; more of them share less. */
const connections = 2;

/**
 * Asks small questions of many callers on few connections: those of one moment leave as one packet and are answered in
 * their order (ADR 9). For what an index answers at once; a slow question would keep those behind it waiting.
 */
export class SharedReads implements Sql {
  private readonly kept = new Map<number, Promise<PoolClient>>();
  private moment: Promise<PoolClient> | undefined;
  private turn = 0;

  constructor(private readonly pool: Pool) {}

  /** @throws what the database says of this question, or that the connection was lost; the next one opens another */
  async query<Row extends object>(statement: {
    name?: string;
    text: string;
    values?: unknown[];
  }): Promise<{ rows: Row[] }> {
    this.moment ??= this.gather();
    const client = await this.moment;
    return client.query<Row>(statement);
  }

  /** Gives the connections back; nothing may be asked any more. */
  async close(): Promise<void> {
    const kept = [...this.kept.values()];
    this.kept.clear();
    for (const client of await Promise.allSettled(kept)) if (client.status === 'fulfilled') client.value.release();
  }

  /** Holds back what is asked until everything that is under way has had its turn. */
  private gather(): Promise<PoolClient> {
    const moment = this.connection((this.turn += 1) % connections).then((client) => {
      const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
      stream.cork();
      setImmediate(() => {
        this.moment = undefined;
        stream.uncork();
      });
      return client;
    });
    moment.catch(() => (this.moment = undefined));
    return moment;
  }

  private connection(place: number): Promise<PoolClient> {
    const kept = this.kept.get(place);
    if (kept) return kept;
    const opening = this.pool.connect();
    this.kept.set(place, opening);
    const forget = () => this.kept.get(place) === opening && this.kept.delete(place);
    opening.then((client) => {
      let isGone = false;
      const give = () => {
        if (isGone) return;
        isGone = true;
        // One that was closed here is given back already.
        if (forget()) client.release(true);
      };
      client.once('error', give);
      client.once('end', give);
    }, forget);
    return opening;
  }
}
