import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { PositionSet, type Tally } from '@waybill/contracts';
import { inTransaction, type Sql } from '@waybill/event-log';
import { poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import {
  type Conservation,
  conservationOf,
  type Cut,
  cutOf,
  noOutcomes,
  ReadConservation,
  type Recorded,
  type RecordedPositions,
  type StatedTally,
  takenOf,
} from '../../domain/conservation';
import { changesTable } from '../changes/changes';
import { recordedPositionsTable, talliesTable } from './tallies';

/** What a tally speaks of is recorded within moments of it; after this long it is missing. */
const overdueSeconds = 60;

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
    const recorded = await recordedPositions(tx);
    const { rows } = await tx.query<StatedTally & { job: string; service: string }>({
      name: 'read tallies',
      text: `SELECT job, service, tally, recorded_at < now() - make_interval(secs => $1) AS overdue
        FROM ${talliesTable} ORDER BY position DESC`,
      values: [overdueSeconds],
    });
    const results: JobConservation[] = [];
    for (const [jobId, stated] of Map.groupBy(rows, ({ job }) => job)) {
      const of = (service: string) => stated.filter((row) => row.service === service);
      const tallies = { ingress: of('scim-ingress'), mapping: of('mapping'), connector: of('samanage-connector') };
      const cut = cutOf(tallies, recorded);
      results.push({ jobId, ...conservationOf(cut, await recordedAt(tx, jobId, cut)) });
    }
    return results.sort((one, other) => one.jobId.localeCompare(other.jobId));
  }
}

async function recordedPositions(tx: Sql): Promise<RecordedPositions> {
  const { rows } = await tx.query<{ service: string; positions: string }>({
    name: 'read recorded positions',
    text: `SELECT service, positions::text FROM ${recordedPositionsTable}`,
  });
  const of = (name: string) => PositionSet.parse(rows.find(({ service }) => service === name)?.positions ?? '{}');
  return { ingress: of('scim-ingress'), mapping: of('mapping'), connector: of('samanage-connector') };
}

async function recordedAt(tx: Sql, job: string, { ingress, mapping, connector }: Cut): Promise<Recorded> {
  const ended = await tx.query<{ outcome: keyof Tally['ended']; count: number }>({
    name: 'count ended',
    text: `SELECT outcome, count(*) AS count FROM ${changesTable} WHERE job = $1 AND (
        (ended_by = 'mapping' AND ended_position <= $2) OR (ended_by = 'samanage-connector' AND ended_position <= $3))
      GROUP BY outcome`,
    values: [job, mapping.position, connector.position],
  });
  const notTaken = async (column: string, condition: string, { counted, taken }: Passing) => {
    const { rows } = await tx.query<{ count: number }>({
      name: `count ${column} not taken`,
      // Up to `reach` everything is on both sides.
      text: `SELECT count(*) FILTER (WHERE ${column} <= $3 AND NOT ${column} <@ $4::int8multirange)
          - count(*) FILTER (WHERE ${column} > $3 AND ${column} <@ $4::int8multirange) AS count
        FROM ${changesTable} WHERE job = $1 AND ${condition} AND ${column} > $2`,
      values: [job, Math.min(counted, taken.reach), counted, taken.toString()],
    });
    return rows[0]?.count ?? 0;
  };
  const opened = { counted: ingress.position, taken: takenOf(mapping, 'scim-ingress') };
  const desired = { counted: mapping.position, taken: takenOf(connector, 'mapping') };
  return {
    outcomes: { ...noOutcomes, ...Object.fromEntries(ended.rows.map(({ outcome, count }) => [outcome, count])) },
    openedNotTaken: await notTaken('opened_position', `opened_by = 'scim-ingress'`, opened),
    desiredNotTaken: await notTaken('desired_position', 'true', desired),
  };
}

/** Events on their way from one service, which has counted up to a position, to another. */
interface Passing {
  readonly counted: number;
  readonly taken: PositionSet;
}
