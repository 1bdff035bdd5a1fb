import type { EntryRecorded } from '@waybill/contracts';
import { type LoggedEvent, type Migration, roleOf, type Sql, upsertRows } from '@waybill/event-log';

export const talliesTable = 'tally_v1';

/** How many tallies of a service are kept to find some that follow each other. */
const kept = 100;

export const talliesMigration = (schema: string): Migration => ({
  name: 'Tallies1764000000103',
  statements: [
    `CREATE TABLE ${schema}.${talliesTable} (
       job      text   NOT NULL,
       service  text   NOT NULL,
       position bigint NOT NULL,
       tally    jsonb  NOT NULL,
       PRIMARY KEY (job, service, position)
     )`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${talliesTable} TO ${roleOf(schema)}`,
  ],
});

/**
 * Keeps the last tallies of each job and service. Part of the projection of changes: a tally must never be seen before
 * the changes it counts.
 */
export async function keepTallies(tx: Sql, events: readonly LoggedEvent[]): Promise<void> {
  const rows = new Map<string, { job: string; service: string; position: number; tally: object }>();
  for (const { job, data: entry } of events as readonly LoggedEvent<string, EntryRecorded['data']>[]) {
    if (!entry.type.endsWith('.tally-stated')) continue;
    const { service } = entry.source;
    const position = Number(entry.data.position);
    rows.set(`${job} ${service} ${position}`, { job, service, position, tally: entry.data });
  }
  if (rows.size === 0) return;
  const target = {
    table: talliesTable,
    key: ['job', 'service', 'position'],
    columns: ['job', 'service', 'position', 'tally'],
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
