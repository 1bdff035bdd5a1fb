import { PositionSet, type Tally } from '@waybill/contracts';
import { type Migration, roleOf, type Sql, upsertRows } from '@waybill/event-log';
import type { Entries } from '../entries';

export const talliesTable = 'tally_v2';
export const recordedPositionsTable = 'recorded_positions_v1';

/** How many tallies of a service are kept to find some that follow each other. */
const kept = 100;

export const talliesMigration = (schema: string): Migration => ({
  name: 'Tallies1764000000203',
  statements: [
    `CREATE TABLE ${schema}.${talliesTable} (
       job         text        NOT NULL,
       service     text        NOT NULL,
       position    bigint      NOT NULL,
       recorded_at timestamptz NOT NULL,
       tally       jsonb       NOT NULL,
       PRIMARY KEY (job, service, position)
     )`,
    `CREATE TABLE ${schema}.${recordedPositionsTable} (
       service   text           PRIMARY KEY,
       positions int8multirange NOT NULL
     ) WITH (fillfactor = 50)`,
    ...[talliesTable, recordedPositionsTable].map(
      (table) => `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table} TO ${roleOf(schema)}`,
    ),
  ],
});

/**
 * Keeps the last tallies of each job and service. Part of the projection of changes: a tally must never be seen before
 * the changes it counts.
 */
export async function keepTallies(tx: Sql, events: Entries): Promise<void> {
  const rows = new Map<
    string,
    { job: string; service: string; position: number; recorded_at: string; tally: object }
  >();
  for (const { job, recordedAt, data: entry } of events) {
    if (!entry.type.endsWith('.tally-stated')) continue;
    const { service } = entry.source;
    const tally = entry.data as unknown as Tally;
    const { position } = tally;
    rows.set(`${job} ${service} ${position}`, { job, service, position, recorded_at: recordedAt, tally });
  }
  if (rows.size === 0) return;
  const target = {
    table: talliesTable,
    key: ['job', 'service', 'position'],
    columns: ['job', 'service', 'position', 'recorded_at', 'tally'],
  };
  await upsertRows(tx, target, [...rows.values()]);
  await tx.query({
    name: 'forget tallies',
    text: `DELETE FROM ${talliesTable} t USING (
          SELECT job, service, position, row_number() OVER (PARTITION BY job, service ORDER BY position DESC) AS age
            FROM ${talliesTable}) old
        WHERE old.age > ${kept} AND t.job = old.job AND t.service = old.service AND t.position = old.position`,
  });
}

/** Keeps which events of each service are recorded, so that a tally is compared with nothing that is still to come. */
export async function keepPositions(tx: Sql, events: Entries): Promise<void> {
  const positions = Map.groupBy(events, ({ data }) => data.source.service);
  const rows = [...positions].map(([service, entries]) => ({
    service,
    positions: PositionSet.of(entries.map(({ data }) => data.source.position)).toString(),
  }));
  await tx.query({
    name: 'keep recorded positions',
    text: `INSERT INTO ${recordedPositionsTable} AS r (service, positions)
      SELECT service, positions FROM json_populate_recordset(NULL::${recordedPositionsTable}, $1)
      ON CONFLICT (service) DO UPDATE SET positions = r.positions + excluded.positions`,
    values: [JSON.stringify(rows)],
  });
}
