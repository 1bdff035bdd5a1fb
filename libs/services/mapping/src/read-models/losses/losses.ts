import type { AccountDesired, GroupDesired } from '@waybill/contracts';
import { type Collection, type InlineReadModel, type Migration, roleOf, upsertRows } from '@waybill/event-log';
import { longestWindowHours, lossRows } from '../../domain/deletion-brake';

export const lossesTable = 'loss_v1';

export const lossesMigration = (schema: string): Migration => ({
  name: 'Losses1764000000113',
  statements: [
    `CREATE TABLE ${schema}.${lossesTable} (
       job     text        NOT NULL,
       quarter timestamptz NOT NULL,
       count   integer     NOT NULL,
       PRIMARY KEY (job, quarter)
     ) WITH (fillfactor = 70)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${lossesTable} TO ${roleOf(schema)}`,
  ],
});

/** How many disables and deletes there were, a row a quarter of an hour; those no window reaches are taken away. */
export const losses: InlineReadModel = {
  name: lossesTable,
  apply: async (tx, events) => {
    const rows = new Map<string, { job: string; quarter: string; count: number }>();
    for (const { data } of events as unknown as readonly (AccountDesired | GroupDesired)[]) {
      if (!('loss' in data) || data.loss === null) continue;
      const { jobId: job, quarter, count } = data.loss;
      rows.set(`${job}\n${quarter}`, { job, quarter, count });
    }
    if (rows.size === 0) return;
    await upsertRows(tx, { table: lossesTable, key: ['job', 'quarter'], columns: ['job', 'quarter', 'count'] }, [
      ...rows.values(),
    ]);
    await tx.query({
      name: `forget ${lossesTable}`,
      // Losses are counted under the directory's time, which may be long ago: those of this batch are not forgotten.
      text: `DELETE FROM ${lossesTable} WHERE quarter < least(now(), $2::timestamptz) - make_interval(hours => $1)`,
      values: [longestWindowHours + 1, [...rows.values()].map(({ quarter }) => quarter).sort()[0]],
    });
  },
};

/** What the deletion brake counts. */
export const lossCollection: Collection = {
  name: lossRows,
  read: async (tx, needed) => {
    const { rows } = await tx.query<{ job: string; quarter: Date; count: number }>({
      name: 'read losses',
      text: `SELECT job, quarter, count FROM ${lossesTable} WHERE job = ANY ($1)`,
      values: [needed.map(({ owner }) => owner)],
    });
    return rows.map(({ job: owner, quarter, count }) => ({ owner, key: quarter.toISOString(), row: { count } }));
  },
};
