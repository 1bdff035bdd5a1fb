import { type EmbeddedPostgres, startEmbeddedPostgres } from '@waybill/embedded-postgres';
import { Client, type QueryResultRow } from 'pg';

/** A PostgreSQL that can be killed and started again where it was. */
export class Database {
  private server: EmbeddedPostgres | undefined;

  constructor(private readonly folder: string) {}

  async start(): Promise<void> {
    const port = this.server ? Number(new URL(this.server.ownerUrl).port) : 0;
    this.server = await startEmbeddedPostgres({ folder: this.folder, kept: true, port });
  }

  get ownerUrl(): string {
    if (!this.server) throw new Error('the database was not started');
    return this.server.ownerUrl;
  }

  /** Ends it as a crash would. */
  kill(): void {
    if (this.server) process.kill(this.server.pid, 'SIGKILL');
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  /** Asks as the owner, who may see and do everything. */
  async ask<Row extends QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.ownerUrl });
    await client.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }
}
