import { tokenIssued, type TokenIssued, tokenRevoked, type TokenRevoked } from '@waybill/contracts';
import { type Sql, upsertRows } from '@waybill/event-log';
import type { Entries } from '../entries';
import { scimTokenTable } from './mail-tables';

/** Keeps when the tokens of our SCIM endpoints expire; one that is revoked stays so, whichever is heard first. */
export async function keepScimTokens(tx: Sql, entries: Entries): Promise<void> {
  const issued = new Map<string, object>();
  const revoked = new Map<string, object>();
  for (const { job, data: entry } of entries) {
    if (entry.type === tokenIssued.type) {
      const { tokenId, label, expiresAt } = entry.data as TokenIssued['data'];
      issued.set(tokenId, { token_id: tokenId, job, label, expires_at: expiresAt });
    } else if (entry.type === tokenRevoked.type) {
      const { tokenId } = entry.data as TokenRevoked['data'];
      revoked.set(tokenId, { token_id: tokenId, job, revoked: true });
    }
  }
  const key = ['token_id'];
  const columns = ['token_id', 'job', 'label', 'expires_at'];
  await upsertRows(tx, { table: scimTokenTable, key, columns }, [...issued.values()]);
  await keepRevoked(tx, [...revoked.values()]);
}

/** Its statement has a name of its own: `upsertRows` names one by its table. */
async function keepRevoked(tx: Sql, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query({
    name: `revoke ${scimTokenTable}`,
    text: `INSERT INTO ${scimTokenTable} (token_id, job, revoked)
      SELECT token_id, job, revoked FROM json_populate_recordset(NULL::${scimTokenTable}, $1)
      ON CONFLICT (token_id) DO UPDATE SET revoked = true`,
    values: [JSON.stringify(rows)],
  });
}
