import { type InlineReadModel, type Migration, roleOf, type Sql, upsertRows } from '@waybill/event-log';

const table = 'job_v1';

export const jobsMigration = (schema: string): Migration => ({
  name: 'Jobs1764000000102',
  statements: [
    `CREATE TABLE ${schema}.${table} (job text PRIMARY KEY)`,
    `GRANT SELECT, INSERT ON ${schema}.${table} TO ${roleOf(schema)}`,
  ],
});

export const jobs: InlineReadModel = {
  name: table,
  apply: async (tx, events) => {
    const connected = events.filter(({ type }) => type === 'samanage.job-connected').map(({ job }) => ({ job }));
    await upsertRows(tx, { table, key: ['job'], columns: ['job'] }, connected);
  },
};

/** The jobs that the connector writes for. */
export async function connectedJobs(sql: Sql): Promise<string[]> {
  const { rows } = await sql.query<{ job: string }>({ name: 'jobs', text: `SELECT job FROM ${table} ORDER BY job` });
  return rows.map(({ job }) => job);
}
