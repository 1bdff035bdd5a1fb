import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import {
  type EventLog,
  type InlineReadModel,
  type LoggedEvent,
  type Migration,
  roleOf,
  upsertRows,
} from '@waybill/event-log';
import { logToken, poolToken } from '@waybill/service-host';
import type { Pool } from 'pg';
import { IsJobConnected } from '../../domain/job-tokens';

export const connectedJobsTable = 'connected_job_v1';

export const connectedJobsMigration = (schema: string): Migration => ({
  name: 'ConnectedJobs1764000000211',
  statements: [
    `CREATE TABLE ${schema}.${connectedJobsTable} (job text PRIMARY KEY)`,
    `INSERT INTO ${schema}.${connectedJobsTable}
       SELECT DISTINCT job FROM ${schema}.event_log WHERE type = 'directory.job-connected'`,
    `GRANT SELECT, INSERT ON ${schema}.${connectedJobsTable} TO ${roleOf(schema)}`,
  ],
});

const jobsIn = (events: readonly LoggedEvent[]): ReadonlySet<string> =>
  new Set(events.flatMap(({ type, job }) => (type === 'directory.job-connected' ? job : [])));

/** The jobs that have a SCIM endpoint. */
export const connectedJobs: InlineReadModel = {
  name: connectedJobsTable,
  apply: async (tx, events) => {
    const rows = [...jobsIn(events)].map((job) => ({ job }));
    await upsertRows(tx, { table: connectedJobsTable, key: ['job'], columns: ['job'] }, rows);
  },
};

/** Whoever asks for jobs that were made up causes one read in this time. */
const pauseMilliseconds = 1_000;

/** Keeps the jobs in memory, those that are connected here at once: a job that is connected stays so. */
@QueryHandler(IsJobConnected)
export class IsJobConnectedHandler implements IQueryHandler<IsJobConnected> {
  private readonly known = new Set<string>();
  private askedAt = -Infinity;
  private reading: Promise<void> = Promise.resolve();

  constructor(
    @Inject(poolToken('scim-ingress')) private readonly pool: Pool,
    @Inject(logToken('scim-ingress')) log: EventLog,
  ) {
    log.onAppend((events) => this.add(jobsIn(events)));
  }

  async execute({ jobId }: IsJobConnected): Promise<boolean> {
    if (this.known.has(jobId)) return true;
    await this.readAgain();
    return this.known.has(jobId);
  }

  /** A read that fails is told to whoever began it; the others know what was known before. */
  private readAgain(): Promise<void> {
    if (performance.now() - this.askedAt < pauseMilliseconds) return this.reading;
    this.askedAt = performance.now();
    const reading = this.read();
    this.reading = reading.catch(() => undefined);
    return reading;
  }

  private async read(): Promise<void> {
    const { rows } = await this.pool.query<{ job: string }>(`SELECT job FROM ${connectedJobsTable}`);
    this.add(rows.map(({ job }) => job));
  }

  private add(jobs: Iterable<string>): void {
    for (const job of jobs) this.known.add(job);
  }
}
