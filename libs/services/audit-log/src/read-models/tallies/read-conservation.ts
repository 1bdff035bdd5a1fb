import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { Tally } from '@waybill/contracts';
import { inTransaction, type Sql } from '@waybill/event-log';
import { poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import {
  confirmedOf,
  type Conservation,
  conservationOf,
  type Cut,
  cutOf,
  noOutcomes,
  ReadConservation,
  type Recorded,
} from '../../domain/conservation';
import { changesTable } from '../changes/changes';
import { talliesTable } from './tallies';

export type JobConservation = Conservation & { readonly jobId: string };

@QueryHandler(ReadConservation)
export class ReadConservationHandler implements IQueryHandler<ReadConservation> {
  constructor(@Inject(poolToken('audit-log')) private readonly pool: Pool) {}

  async execute(): Promise<JobConservation[]> {
    const client = await this.pool.connect();
    try {
      // Several queries, which must all see the same moment.
      return await inTransaction(client, async (tx) => {
        await tx.query({ text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY' });
        return this.conservationOfJobs(tx);
      });
    } finally {
      client.release();
    }
  }

  private async conservationOfJobs(tx: Sql): Promise<JobConservation[]> {
    const { rows } = await tx.query<{ job: string; service: string; tally: Tally }>({
      name: 'read tallies',
      text: `SELECT job, service, tally FROM ${talliesTable} ORDER BY position DESC`,
    });
    const jobs = [...new Set(rows.map(({ job }) => job))].sort();
    const reachOf = (service: string) => rows.find((row) => row.service === service)?.tally.position ?? 0;
    const reach = { ingress: reachOf('scim-ingress'), mapping: reachOf('mapping') };
    const results: JobConservation[] = [];
    for (const jobId of jobs) {
      const of = (service: string) =>
        rows.flatMap((row) => (row.job === jobId && row.service === service ? row.tally : []));
      const stated = { ingress: of('scim-ingress'), mapping: of('mapping'), connector: of('samanage-connector') };
      const cut = cutOf(stated, reach);
      results.push({ jobId, ...conservationOf(cut, await recordedAt(tx, jobId, cut)) });
    }
    return results;
  }
}

async function recordedAt(tx: Sql, job: string, { ingress, mapping, connector }: Cut): Promise<Recorded> {
  const ended = await tx.query<{ outcome: keyof Tally['ended']; count: number }>({
    name: 'count ended',
    text: `SELECT outcome, count(*) AS count FROM ${changesTable} WHERE job = $1 AND (
        (ended_by = 'mapping' AND ended_position <= $2) OR (ended_by = 'samanage-connector' AND ended_position <= $3))
      GROUP BY outcome`,
    values: [job, mapping.position, connector.position],
  });
  const above = async (column: string, condition: string, from: number, to: number) => {
    const { rows } = await tx.query<{ count: number }>({
      name: `count ${column}`,
      text: `SELECT count(*) AS count FROM ${changesTable}
        WHERE job = $1 AND ${condition} AND ${column} > $2 AND ${column} <= $3`,
      values: [job, Math.min(from, to), Math.max(from, to)],
    });
    return Math.sign(to - from) * (rows[0]?.count ?? 0);
  };
  const opened = `opened_by = 'scim-ingress'`;
  return {
    outcomes: { ...noOutcomes, ...Object.fromEntries(ended.rows.map(({ outcome, count }) => [outcome, count])) },
    openedAboveConfirmed: await above(
      'opened_position',
      opened,
      confirmedOf(mapping, 'scim-ingress'),
      ingress.position,
    ),
    desiredAboveConfirmed: await above('desired_position', 'true', confirmedOf(connector, 'mapping'), mapping.position),
  };
}
