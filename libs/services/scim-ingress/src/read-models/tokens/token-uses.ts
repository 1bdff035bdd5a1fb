import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Migration, roleOf, type Sql } from '@waybill/event-log';
import { LOGGER } from '@waybill/runtime';
import { poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { TokenUses } from '../../domain/job-tokens';

export const tokenUsesTable = 'scim_token_use_v1';

/** When tokens were last used: no events, because nothing follows from them and every request is one. */
export const tokenUsesMigration = (schema: string): Migration => ({
  name: 'TokenUses1764000000212',
  statements: [
    `CREATE TABLE ${schema}.${tokenUsesTable} (
       token_id     uuid        PRIMARY KEY,
       last_used_at timestamptz NOT NULL
     ) WITH (fillfactor = 50)`,
    `GRANT SELECT, INSERT, UPDATE ON ${schema}.${tokenUsesTable} TO ${roleOf(schema)}`,
  ],
});

/** Writes when tokens were last used; what another process wrote of a later use stays. */
export async function writeTokenUses(sql: Sql, uses: ReadonlyMap<string, Date>): Promise<void> {
  // Two processes that write the same rows take them in the same order.
  const rows = [...uses].map(([token_id, last_used_at]) => ({ token_id, last_used_at }));
  rows.sort((one, other) => (one.token_id < other.token_id ? -1 : 1));
  await sql.query({
    name: 'write token uses',
    text: `INSERT INTO ${tokenUsesTable} AS known (token_id, last_used_at)
      SELECT token_id, last_used_at FROM json_populate_recordset(NULL::${tokenUsesTable}, $1)
      ON CONFLICT (token_id) DO UPDATE SET last_used_at = greatest(known.last_used_at, excluded.last_used_at)`,
    values: [JSON.stringify(rows)],
  });
}

/** A token is written at most once in this time, by each process. */
const pauseMilliseconds = 10_000;

/** Gathers uses of tokens and writes them in the background; one that cannot be written is tried again with the next. */
@Injectable()
export class GatheredTokenUses extends TokenUses implements OnModuleDestroy {
  private gathered = new Map<string, Date>();
  private wroteAt = -Infinity;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;
  private isEnding = false;

  constructor(
    @Inject(poolToken('scim-ingress')) private readonly pool: Pool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  note(tokenId: string): void {
    this.gathered.set(tokenId, new Date());
    this.schedule();
  }

  async onModuleDestroy(): Promise<void> {
    this.isEnding = true;
    clearTimeout(this.timer);
    await this.writing;
    await this.write();
  }

  /** One write at a time, however long it takes. The last moments of a process are not worth waiting for. */
  private schedule(): void {
    if (this.isEnding || this.timer || this.writing || this.gathered.size === 0) return;
    const pause = Math.max(0, this.wroteAt + pauseMilliseconds - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.writing = this.write().finally(() => {
        this.writing = undefined;
        this.schedule();
      });
    }, pause).unref();
  }

  private async write(): Promise<void> {
    this.wroteAt = performance.now();
    const uses = this.gathered;
    if (uses.size === 0) return;
    this.gathered = new Map();
    try {
      await writeTokenUses(this.pool, uses);
    } catch (error) {
      this.logger.warn({ part: 'scim-ingress token uses', err: error }, 'when tokens were used was not written');
      this.gathered = new Map([...uses, ...this.gathered]);
    }
  }
}
