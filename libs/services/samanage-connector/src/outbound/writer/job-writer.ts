import { setTimeout } from 'node:timers/promises';
import {
  Doorbell,
  type EventLog,
  InSets,
  type Intent,
  openEpoch,
  type Running,
  runExclusively,
  type Sql,
  WorkList,
  type WriterLease,
} from '@waybill/event-log';
import type { Pool } from 'pg';
import type { ConnectedJob } from '../../domain/connected-job';
import type { QuarantinePolicy } from '../../domain/health/quarantine';
import { jobById } from '../../read-models/jobs/jobs';
import { type AccountWork, type GroupWork, workTable } from '../../read-models/work/work-row';
import { keptBudget } from '../budget/kept-budget';
import { RateBudget } from '../budget/rate-budget';
import type { SamanageAccess } from '../connection/samanage-access';
import { inAttemptSpan } from './attempt-span';
import { type ClaimedItem, ClaimedWork } from './claimed-work';
import { JobReports } from './job-reports';
import type { JobSession } from './job-session';
import { LogReports } from './log-reports';
import { SamanageGate } from './samanage-gate';
import { Worker } from './worker';

export interface JobWriterOptions {
  readonly job: string;
  readonly access: SamanageAccess;
  readonly pool: Pool;
  readonly log: EventLog;
  readonly workers: number;
  readonly timeoutMilliseconds: number;
  readonly graceMilliseconds: number;
  readonly policy: QuarantinePolicy;
  readonly onError: (error: unknown) => void;
}

const pollMilliseconds = 250;
const lifeSignMilliseconds = 1_000;
/** Outcomes that may wait for the log before nothing new is begun: as many as it takes in one batch. */
const mostUnrecorded = 256;

/** Starts the one writer of a job; the others stand by (architecture §6). */
export function writeFor(options: JobWriterOptions): Running {
  const { job, pool, onError } = options;
  return runExclusively({
    name: `writer ${job}`,
    pool,
    onError,
    work: async (client, signal) => {
      const lease = await openEpoch(client, job);
      // A claim need not survive the server: whoever takes over claims again, under a newer epoch.
      await client.query('SET synchronous_commit = off');
      const initial = await keptBudget(client, job);
      const budget = new RateBudget({ concurrency: options.workers, now: Date.now, wait: sleep, initial });
      try {
        await new JobWriter({ ...options, budget }, lease, client, signal).run();
      } finally {
        budget.close();
      }
    },
  });
}

const sleep = (milliseconds: number, signal: AbortSignal) => setTimeout(milliseconds, undefined, { signal });

class JobWriter {
  private readonly claimed: ClaimedWork;
  private readonly worker: Worker;
  private readonly reports: LogReports;
  private readonly gate: SamanageGate;
  private readonly bell = new Doorbell();
  private readonly underWay = new Set<Promise<void>>();
  /** Attempts whose calls have not all been answered. */
  private calling = 0;
  private shownAt = Date.now();
  private broken: unknown;

  constructor(
    private readonly options: JobWriterOptions & { readonly budget: RateBudget },
    lease: WriterLease,
    /** The connection that holds the lease; each query on it shows that we are alive. */
    private readonly connection: Sql,
    private readonly signal: AbortSignal,
  ) {
    const { job, log, pool, workers, timeoutMilliseconds, graceMilliseconds } = options;
    const list = new WorkList<AccountWork | GroupWork>(workTable, (timeoutMilliseconds + graceMilliseconds) / 1_000);
    this.reports = new LogReports(job, log, pool);
    this.gate = new SamanageGate({ ...options, reports: new JobReports(job, log) });
    this.claimed = new ClaimedWork(list, lease, connection, 2 * workers);
    const intents = new InSets<Intent, boolean>((asked) => list.intend(pool, lease, asked));
    this.worker = new Worker({ list, lease, pool, intents, reports: this.reports, graceMilliseconds });
  }

  async run(): Promise<void> {
    const silence = this.options.log.onAppend(() => this.bell.ring());
    try {
      // Many may wait to be told, and the lease is kept by whoever shows that he is alive.
      void this.reports.resolvable().catch((error: unknown) => (this.broken ??= error));
      while (!this.signal.aborted && !this.broken) {
        await this.turn();
        await this.bell.wait(pollMilliseconds, this.signal);
      }
    } finally {
      silence();
      // The lease is kept until nothing is on its way any more.
      await this.gate.end(() => this.drain());
    }
    if (this.broken) throw this.broken as Error;
  }

  private async turn(): Promise<void> {
    const job = await jobById(this.connection, this.options.job);
    this.shownAt = Date.now();
    if (!job) return;
    await this.gate.follow(job, () => this.drain());
    const { session } = this.gate;
    if (!session) return;
    this.gate.lookAfter(job);
    if (this.underWay.size - this.calling > mostUnrecorded) return;
    const room = this.gate.room(job, this.calling);
    for (const claimed of await this.claimed.take(job.jobId, room)) this.start(claimed, session, job);
  }

  /** PostgreSQL takes the lease from whoever is silent, and calls may take longer than that. */
  private async showLife(): Promise<void> {
    if (Date.now() - this.shownAt < lifeSignMilliseconds) return;
    await this.connection.query({ text: 'SELECT 1' });
    this.shownAt = Date.now();
  }

  private async drain(): Promise<void> {
    while (this.underWay.size > 0) {
      await this.showLife().catch((error: unknown) => (this.broken ??= error));
      await this.bell.wait(pollMilliseconds, new AbortController().signal);
    }
  }

  private start(claimed: ClaimedItem, session: JobSession, job: ConnectedJob): void {
    this.gate.begun();
    this.calling += 1;
    let isCalling = true;
    const answered = () => {
      if (isCalling) this.calling -= 1;
      isCalling = false;
      this.bell.ring();
    };
    const work = inAttemptSpan(claimed.item, async () => {
      const how = await this.worker.work(claimed, session, answered);
      await this.gate.attempted(how, job);
    })
      // Our own infrastructure failed: the run ends, and the next one begins with a new epoch.
      .catch((error: unknown) => {
        this.broken = error;
      })
      .finally(() => {
        this.underWay.delete(work);
        this.bell.ring();
      });
    this.underWay.add(work);
  }
}
