import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type Migration, roleOf } from '@waybill/event-log';
import { poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import { FindCursorSecret } from '../../domain/resources/directory-resource';

const table = 'cursor_secret_v1';

/** One secret for all processes of the service, made with the table; it signs places in lists and nothing else. */
export const cursorSecretMigration = (schema: string): Migration => ({
  name: 'CursorSecret1764000000113',
  statements: [
    `CREATE TABLE ${schema}.${table} (secret text NOT NULL)`,
    // Version 4 UUIDs are random in 122 bits.
    `INSERT INTO ${schema}.${table} SELECT gen_random_uuid()::text || gen_random_uuid()::text`,
    `GRANT SELECT ON ${schema}.${table} TO ${roleOf(schema)}`,
  ],
});

@QueryHandler(FindCursorSecret)
export class FindCursorSecretHandler implements IQueryHandler<FindCursorSecret> {
  private known: string | undefined;

  constructor(@Inject(poolToken('scim-ingress')) private readonly pool: Pool) {}

  async execute(): Promise<string> {
    if (this.known !== undefined) return this.known;
    const { rows } = await this.pool.query<{ secret: string }>(`SELECT secret FROM ${table}`);
    const [row] = rows;
    if (!row) throw new Error(`${table} is empty`);
    return (this.known = row.secret);
  }
}
