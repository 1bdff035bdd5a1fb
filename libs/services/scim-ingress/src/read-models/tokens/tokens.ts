import type { AccessEvent } from '../../domain/access';
import { type InlineReadModel, type Migration, roleOf, type Sql, upsertRows } from '@waybill/event-log';

const formerTable = 'scim_token_v1';
export const tokensTable = 'scim_token_v2';

/** The first version, which knew accepted tokens alone. */
export const tokensMigration = (schema: string): Migration => ({
  name: 'Tokens1764000000101',
  statements: [
    `CREATE TABLE ${schema}.${formerTable} (
       token_id uuid PRIMARY KEY,
       job      text NOT NULL,
       digest   text NOT NULL UNIQUE
     )`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${formerTable} TO ${roleOf(schema)}`,
  ],
});

/** The second version keeps what the first did not: it is filled from the log, whose later events win. */
export const tokenTermsMigration = (schema: string): Migration => ({
  name: 'Tokens1764000000210',
  statements: [
    `CREATE TABLE ${schema}.${tokensTable} (
       token_id   uuid        PRIMARY KEY,
       job        text        NOT NULL,
       digest     text        NOT NULL UNIQUE,
       label      text        NOT NULL,
       issued_at  timestamptz NOT NULL,
       expires_at timestamptz,
       revoked_at timestamptz
     )`,
    `CREATE INDEX ON ${schema}.${tokensTable} (job)`,
    `INSERT INTO ${schema}.${tokensTable}
       SELECT (issued.data->>'tokenId')::uuid, issued.job, issued.data->>'digest', issued.data->>'label',
           issued.recorded_at, (issued.data->>'expiresAt')::timestamptz, revoked.recorded_at
         FROM ${schema}.event_log issued
         LEFT JOIN ${schema}.event_log revoked ON revoked.stream = issued.stream
           AND revoked.type = 'directory.token-revoked' AND revoked.data->>'tokenId' = issued.data->>'tokenId'
        WHERE issued.type = 'directory.token-issued'
        ORDER BY issued.position DESC
       ON CONFLICT DO NOTHING`,
    `DROP TABLE ${schema}.${formerTable}`,
    `GRANT SELECT, INSERT, UPDATE ON ${schema}.${tokensTable} TO ${roleOf(schema)}`,
  ],
});

const issued = {
  table: tokensTable,
  key: ['token_id'],
  columns: ['token_id', 'job', 'digest', 'label', 'issued_at', 'expires_at'],
};

/** All tokens that were issued, those that are accepted no longer too. */
export const tokens: InlineReadModel = {
  name: tokensTable,
  apply: async (tx, events) => {
    for (const event of events) {
      const { type, data } = event as unknown as AccessEvent;
      if (type === 'directory.token-issued') {
        const { tokenId: token_id, digest, label, expiresAt: expires_at } = data;
        await upsertRows(tx, issued, [
          { token_id, job: event.job, digest, label, issued_at: event.recordedAt, expires_at },
        ]);
      } else if (type === 'directory.token-revoked') {
        const text = `UPDATE ${tokensTable} SET revoked_at = $2 WHERE token_id = $1`;
        await tx.query({ name: 'revoke token', text, values: [data.tokenId, event.recordedAt] });
      }
    }
  },
};

/** A token that is accepted until it expires. */
export interface AcceptedToken {
  readonly tokenId: string;
  readonly job: string;
  readonly digest: string;
  readonly expiresAt: Date | null;
}

/** All tokens that are accepted at a moment: a few a job. */
export async function acceptedTokens(sql: Sql, now: Date): Promise<AcceptedToken[]> {
  const { rows } = await sql.query<AcceptedToken>({
    name: 'accepted tokens',
    text: `SELECT token_id AS "tokenId", job, digest, expires_at AS "expiresAt" FROM ${tokensTable}
      WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)`,
    values: [now],
  });
  return rows;
}
