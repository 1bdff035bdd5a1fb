import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { connectionLost } from '../database';

/** The connection of batches that follow one another: the next one begins on it without waiting for the pool. */
export class BatchConnection {
  private client: PoolClient | undefined;

  constructor(private readonly pool: Pool) {}

  /** @throws what `work` throws; a connection that failed in the middle of a transaction is not used again */
  async use<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = this.client ?? (await this.pool.connect());
    this.client = client;
    try {
      return await work(client);
    } catch (error) {
      if (!(error instanceof DatabaseError) || connectionLost(error)) this.release(error as Error);
      throw error;
    }
  }

  /** Gives it back to the pool. */
  release(broken?: Error): void {
    this.client?.release(broken);
    this.client = undefined;
  }
}
