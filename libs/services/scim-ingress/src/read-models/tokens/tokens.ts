import type { AccessEvent } from '../../domain/access';
import { type InlineReadModel, type Migration, roleOf, type Sql, upsertRows } from '@waybill/event-log';

const table = 'scim_token_v1';

export const tokensMigration = (schema: string): Migration => ({
  name: 'Tokens1764000000101',
  statements: [
    `CREATE TABLE ${schema}.${table} (
       token_id uuid PRIMARY KEY,
       job      text NOT NULL,
       digest   text NOT NULL UNIQUE
     )`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table} TO ${roleOf(schema)}`,
  ],
});

/** The tokens that are accepted now, by the digest of what is presented. */
export const tokens: InlineReadModel = {
  name: table,
  apply: async (tx, events) => {
    for (const event of events) {
      const { type, data } = event as unknown as AccessEvent;
      if (type === 'directory.token-issued') {
        const row = { token_id: data.tokenId, job: event.job, digest: data.digest };
        await upsertRows(tx, { table, key: ['token_id'], columns: ['token_id', 'job', 'digest'] }, [row]);
      } else if (type === 'directory.token-revoked') {
        const text = `DELETE FROM ${table} WHERE token_id = $1`;
        await tx.query({ name: 'revoke token', text, values: [data.tokenId] });
      }
    }
  },
};

/** A token that is accepted. */
export interface AcceptedToken {
  readonly tokenId: string;
  readonly job: string;
  readonly digest: string;
}

/** All tokens that are accepted: a few a job. */
export async function acceptedTokens(sql: Sql): Promise<AcceptedToken[]> {
  const { rows } = await sql.query<AcceptedToken>({
    name: 'accepted tokens',
    text: `SELECT token_id AS "tokenId", job, digest FROM ${table}`,
  });
  return rows;
}
