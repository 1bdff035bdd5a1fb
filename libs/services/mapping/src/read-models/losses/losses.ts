import type { AccountDesired, GroupDesired } from '@waybill/contracts';
import { type Collection, type InlineReadModel, type Migration, roleOf, upsertRows } from '@waybill/event-log';
import { longestWindowHours, lossRows } from '../../domain/deletion-brake';

const table = 'loss_v1';

export const lossesMigration = (schema: string): Migration => ({
  name: 'Losses1764000000113',
  statements: [
    `CREATE TABLE ${schema}.${table} (
       job     text        NOT NULL,
       quarter timestamptz NOT NULL,
       count   integer     NOT NULL,
       PRIMARY KEY (job, quarter)
     ) WITH (fillfactor = 70)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table} TO ${roleOf(schema)}`,
  ],
});

/** How many disables and deletes there were, a row a quarter of an hour; those no window reaches are taken away. */
export const losses: InlineReadModel = {
  name: table,
  apply: async (tx, events) => {
    const rows = new Map<string, { job: string; quarter: string; count: number }>();
    for (const { data } of events as unknown as readonly (AccountDesired | GroupDesired)[]) {
      if (!('loss' in data) || data.loss === null) continue;
      const { jobId: job, quarter, count } = data.loss;
      rows.set(`${job}\n${quarter}`, { job, quarter, count });
    }
    if (rows.size === 0) return;
    await upsertRows(tx, { table, key: ['job', 'quarter'], columns: ['job', 'quarter', 'count'] }, [...rows.values()]);
    await tx.query({
      name: `forget ${table}`,
      text: `DELETE FROM ${table} WHERE quarter < now() - make_interval(hours => $1)`,
      values: [longestWindowHours + 1],
    });
  },
};

/** What the deletion brake counts. */
export const lossCollection: Collection = {
  name: lossRows,
  read: async (tx, needed) => {
    const { rows } = await tx.query<{ job: string; quarter: Date; count: number }>({
      name: 'read losses',
      text: `SELECT job, quarter, count FROM ${table} WHERE job = ANY ($1)`,
      values: [needed.map(({ owner }) => owner)],
    });
    return rows.map(({ job: owner, quarter, count }) => ({ owner, key: quarter.toISOString(), row: { count } }));
  },
};
