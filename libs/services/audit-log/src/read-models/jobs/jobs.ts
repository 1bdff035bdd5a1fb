import { type Migration, roleOf, type Subscription, upsertRows } from '@waybill/event-log';
import { entriesOf } from '../entries';

export const jobsTable = 'job_v1';

export const jobsMigration = (schema: string): Migration => ({
  name: 'Jobs1764000000101',
  statements: [
    `CREATE TABLE ${schema}.${jobsTable} (
       job                  text PRIMARY KEY,
       service_principal_id uuid NOT NULL,
       name                 text NOT NULL
     )`,
    `GRANT SELECT, INSERT, UPDATE ON ${schema}.${jobsTable} TO ${roleOf(schema)}`,
  ],
});

/** The jobs that the log speaks of. */
export const jobs: Subscription = {
  name: jobsTable,
  apply: async (tx, events) => {
    const rows = entriesOf(events)
      .filter(({ data }) => data.type === 'job.created')
      .map(({ job, data }) => ({ job, service_principal_id: data.data.servicePrincipalId, name: data.data.name }));
    const columns = ['job', 'service_principal_id', 'name'];
    await upsertRows(tx, { table: jobsTable, key: ['job'], columns }, rows);
  },
};
