import type { InlineReadModel, Migration, Sql } from '@waybill/event-log';
import type { TallyDefinition } from './tally-definition';

/** Counts of changes by job; written in the transaction of the events that count. */
export const tallyMigration = (schema: string, role: string): Migration => ({
  name: 'TallyCounts1764000000001',
  statements: [
    `CREATE TABLE ${schema}.tally_count (
       job     text   NOT NULL,
       counted text   NOT NULL,
       changes bigint NOT NULL,
       PRIMARY KEY (job, counted)
     ) WITH (fillfactor = 50)`,
    `GRANT SELECT, INSERT, UPDATE ON ${schema}.tally_count TO ${role}`,
  ],
});

/** Adds up what the events of a batch count as. */
export const tallyCounts = (definition: TallyDefinition): InlineReadModel => ({
  name: 'tally_count',
  apply: async (tx: Sql, events) => {
    const counts = new Map<string, { job: string; counted: string; changes: number }>();
    for (const event of events) {
      for (const counted of definition.count(event)) {
        const key = `${event.job}\n${counted}`;
        const before = counts.get(key)?.changes ?? 0;
        counts.set(key, { job: event.job, counted, changes: before + 1 });
      }
    }
    if (counts.size === 0) return;
    await tx.query({
      name: 'add tally counts',
      text: `INSERT INTO tally_count AS t (job, counted, changes)
        SELECT job, counted, changes FROM json_populate_recordset(NULL::tally_count, $1)
        ON CONFLICT (job, counted) DO UPDATE SET changes = t.changes + excluded.changes`,
      values: [JSON.stringify([...counts.values()])],
    });
  },
});
