import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import { type JobToken, ListJobTokens, tokenStatus, type TokenTerm } from '../../domain/job-tokens';
import { connectedJobsTable } from './connected-jobs';
import { tokenUsesTable } from './token-uses';
import { tokensTable } from './tokens';

interface Row extends TokenTerm {
  /** null where the job has no token. */
  readonly id: string | null;
  readonly label: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

@QueryHandler(ListJobTokens)
export class ListJobTokensHandler implements IQueryHandler<ListJobTokens> {
  constructor(@Inject(poolToken('scim-ingress')) private readonly pool: Pool) {}

  async execute({ jobId }: ListJobTokens): Promise<readonly JobToken[] | undefined> {
    const { rows } = await this.pool.query<Row>({
      name: 'list tokens',
      text: `SELECT token_id AS id, label, issued_at AS "createdAt", expires_at AS "expiresAt",
          revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"
        FROM ${connectedJobsTable} LEFT JOIN ${tokensTable} USING (job) LEFT JOIN ${tokenUsesTable} USING (token_id)
        WHERE job = $1 ORDER BY issued_at DESC, token_id DESC`,
      values: [jobId],
    });
    if (rows.length === 0) return undefined;
    const now = new Date();
    return rows.flatMap(({ id, ...row }) => (id === null ? [] : toToken(id, row, now)));
  }
}

const toToken = (id: string, row: Omit<Row, 'id'>, now: Date): JobToken => ({
  id,
  label: row.label,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  status: tokenStatus(row, now),
});
