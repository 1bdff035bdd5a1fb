import { type InlineReadModel, type LoggedEvent, type Migration, roleOf, type Sql } from '@waybill/event-log';
import type { ConnectedJob } from '../../domain/connected-job';
import { type JobEvent, type JobSettings, keptIn, settingsAfter, unknownJob } from '../../domain/job-state';
import { forgetCredentials } from '../credentials/credentials';
import { jobsTable } from './jobs-table';

export const jobsMigrations = (schema: string): Migration[] => [
  {
    name: 'Jobs1764000000102',
    statements: [
      `CREATE TABLE ${schema}.job_v1 (job text PRIMARY KEY)`,
      `GRANT SELECT, INSERT ON ${schema}.job_v1 TO ${roleOf(schema)}`,
    ],
  },
  {
    name: 'Jobs1764000000130',
    statements: [
      `CREATE TABLE ${schema}.${jobsTable} (
         job                  text  PRIMARY KEY,
         service_principal_id uuid,
         name                 text  NOT NULL DEFAULT '',
         active_credential    jsonb,
         standby_credential   jsonb,
         settings             jsonb NOT NULL DEFAULT '${JSON.stringify(unknownJob.settings)}',
         quarantine           jsonb,
         roles                jsonb NOT NULL DEFAULT '[]'
       )`,
      `CREATE INDEX ON ${schema}.${jobsTable} (service_principal_id)`,
      `INSERT INTO ${schema}.${jobsTable} (job) SELECT job FROM ${schema}.job_v1`,
      `GRANT SELECT, INSERT, UPDATE ON ${schema}.${jobsTable} TO ${roleOf(schema)}`,
    ],
  },
];

/** The jobs that the connector knows, with what is to be known of their connection, as of the last commit. */
export const jobs: InlineReadModel = {
  name: jobsTable,
  apply: async (tx, events) => {
    for (const event of events) {
      const follow = following[event.type];
      if (follow) await follow(tx, event.job, event as never);
    }
  },
};

type Follow<Type extends JobEvent['type']> = (
  tx: Sql,
  job: string,
  event: LoggedEvent & Extract<JobEvent, { type: Type }>,
) => Promise<unknown>;

const update = (tx: Sql, job: string, columns: string, ...values: unknown[]) =>
  tx.query({
    name: `${jobsTable} ${columns}`,
    text: `UPDATE ${jobsTable} SET ${columns} WHERE job = $1`,
    values: [job, ...values],
  });

const followed: { readonly [Type in JobEvent['type']]: Follow<Type> } = {
  'samanage.job-connected': (tx, job, { data }) =>
    tx.query({
      name: `${jobsTable} connected`,
      text: `INSERT INTO ${jobsTable} AS known (job, service_principal_id, name) VALUES ($1, $2, $3)
        ON CONFLICT (job) DO UPDATE SET
          service_principal_id = coalesce(excluded.service_principal_id, known.service_principal_id),
          name = coalesce(nullif(excluded.name, ''), known.name)`,
      values: [job, data.servicePrincipalId, data.name],
    }),
  'samanage.credentials-changed': async (tx, job, { data: { slot, how, ...data } }) => {
    const before = await jobById(tx, job);
    const kept = keptIn(data);
    const columns = how === 'standby-took-over' ? ', standby_credential = NULL' : '';
    await update(tx, job, `${slot}_credential = $2${columns}`, kept && JSON.stringify(kept));
    const replaced = before?.[slot]?.credentialId;
    if (replaced !== undefined) await forgetCredentials(tx, job, replaced);
  },
  'samanage.job-settings-saved': async (tx, job, { data }) => {
    const before: JobSettings = (await jobById(tx, job))?.settings ?? unknownJob.settings;
    await update(tx, job, 'settings = $2', JSON.stringify(settingsAfter(before, data)));
  },
  'samanage.quarantine-entered': (tx, job, { data }) => update(tx, job, 'quarantine = $2', JSON.stringify(data)),
  'samanage.quarantine-lifted': (tx, job) => update(tx, job, 'quarantine = NULL'),
  // The list of work follows it.
  'samanage.parked-released': () => Promise.resolve(),
  'samanage.roles-imported': (tx, job, { data }) => update(tx, job, 'roles = $2', JSON.stringify(data.roles)),
};

const following = followed as unknown as Readonly<Record<string, Follow<never> | undefined>>;

const columns = `job AS "jobId", service_principal_id AS "servicePrincipalId", name, active_credential AS active,
  standby_credential AS standby, settings, quarantine, roles`;

/** The jobs that the connector knows. */
export async function connectedJobs(sql: Sql): Promise<ConnectedJob[]> {
  const text = `SELECT ${columns} FROM ${jobsTable} ORDER BY job`;
  return (await sql.query<ConnectedJob>({ name: 'jobs', text })).rows;
}

export async function jobById(sql: Sql, jobId: string): Promise<ConnectedJob | undefined> {
  const text = `SELECT ${columns} FROM ${jobsTable} WHERE job = $1`;
  return (await sql.query<ConnectedJob>({ name: 'job by id', text, values: [jobId] })).rows[0];
}

export async function jobByServicePrincipal(sql: Sql, servicePrincipalId: string): Promise<ConnectedJob | undefined> {
  const text = `SELECT ${columns} FROM ${jobsTable} WHERE service_principal_id = $1 ORDER BY job LIMIT 1`;
  const statement = { name: 'job by service principal', text, values: [servicePrincipalId] };
  return (await sql.query<ConnectedJob>(statement)).rows[0];
}
