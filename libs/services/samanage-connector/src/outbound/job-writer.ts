import {
  Doorbell,
  type EventLog,
  InSets,
  type Intent,
  openEpoch,
  reach,
  type Running,
  runExclusively,
  type Sql,
  WorkList,
  type WriterLease,
} from '@waybill/event-log';
import type { Pool } from 'pg';
import type { AccountLink } from '../read-models/account-links/account-links';
import { type AccountWork, accountWorkTable, hastenNewer } from '../read-models/account-work/account-work';
import { AccountReports } from './account-reports';
import { Attempt, type Write } from './attempt';
import { inAttemptSpan } from './attempt-span';
import { type ClaimedItem, ClaimedWork } from './claimed-work';
import { leftAlone } from './left-alone';
import { NoLicence, obtainLicence } from './licence';
import type { Report } from './outcome-report';
import { Pace } from './pace';
import type { SamanageClient } from './samanage-client';
import { SamanageFailure } from './samanage-failure';
import { parkingOf, setbackOf } from './setback';

export interface JobWriterOptions {
  readonly job: string;
  readonly client: SamanageClient;
  readonly pool: Pool;
  readonly log: EventLog;
  readonly workers: number;
  readonly timeoutMilliseconds: number;
  readonly graceMilliseconds: number;
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
      await new JobWriter(options, lease, client, signal).run();
    },
  });
}

type Item = ClaimedItem['item'];

class JobWriter {
  private readonly list: WorkList<AccountWork>;
  private readonly claimed: ClaimedWork;
  private readonly intents: InSets<Intent, boolean>;
  private readonly reports: AccountReports;
  private readonly pace = new Pace();
  private readonly bell = new Doorbell();
  private readonly underWay = new Set<Promise<void>>();
  /** Attempts whose calls have not all been answered. */
  private calling = 0;
  private shownAt = Date.now();
  private broken: unknown;

  constructor(
    private readonly options: JobWriterOptions,
    private readonly lease: WriterLease,
    /** The connection that holds the lease; each query on it shows that we are alive. */
    private readonly connection: Sql,
    private readonly signal: AbortSignal,
  ) {
    const { job, log, pool, workers, timeoutMilliseconds, graceMilliseconds } = options;
    this.reports = new AccountReports(job, log, pool);
    this.list = new WorkList(accountWorkTable, (timeoutMilliseconds + graceMilliseconds) / 1_000);
    this.claimed = new ClaimedWork(this.list, lease, connection, 2 * workers);
    this.intents = new InSets((intents) => this.list.intend(pool, lease, intents));
  }

  async run(): Promise<void> {
    const silence = this.options.log.onAppend(() => this.bell.ring());
    try {
      await this.reports.resolvable();
      while (!this.signal.aborted && !this.broken) {
        await this.startWhatIsDue();
        await this.bell.wait(pollMilliseconds, this.signal);
      }
    } finally {
      silence();
      await this.finish();
    }
    if (this.broken) throw this.broken as Error;
  }

  private async startWhatIsDue(): Promise<void> {
    await this.showLife();
    const free = this.pace.room(this.options.workers, this.calling);
    if (free === 0 || this.underWay.size - this.calling > mostUnrecorded) return;
    for (const claimed of await this.claimed.take(this.options.job, free)) this.start(claimed);
  }

  /** PostgreSQL takes the lease from whoever is silent, and calls may take longer than that. */
  private async showLife(): Promise<void> {
    if (Date.now() - this.shownAt < lifeSignMilliseconds) return;
    await this.connection.query({ text: 'SELECT 1' });
    this.shownAt = Date.now();
  }

  /** The lease is kept until nothing is on its way any more. */
  private async finish(): Promise<void> {
    while (this.underWay.size > 0) {
      await this.showLife().catch((error: unknown) => (this.broken ??= error));
      await this.bell.wait(pollMilliseconds, new AbortController().signal);
    }
  }

  private start({ item, links }: ClaimedItem): void {
    const work = inAttemptSpan(item, () => this.attempt(item, links))
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

  private async attempt(item: Item, links: ReadonlyMap<string, AccountLink>): Promise<void> {
    let current = item;
    const licence = async (write: Write) => {
      await obtainLicence(this.intents, { subject: item.subject, version: item.version, call: write });
      current = { ...item, sending: write };
    };
    try {
      const work = { client: this.options.client, item, links, licence };
      const report = leftAlone(item, links) ?? (await this.call(new Attempt(work)));
      reach('work.answered');
      await this.record(item, report, links);
      reach('work.recorded');
    } catch (error) {
      if (error instanceof NoLicence) await this.letGo(item, { dueAt: new Date(), sent: item.sending !== null });
      else if (error instanceof SamanageFailure) await this.setBack(item, current, error);
      else throw error;
    }
  }

  /** What is known of an attempt is recorded while the next calls are made. */
  private async call(attempt: Attempt): Promise<Report> {
    this.calling += 1;
    try {
      const report = await attempt.run();
      this.pace.succeeded();
      return report;
    } finally {
      this.calling -= 1;
      this.bell.ring();
    }
  }

  private async letGo(item: Item, until: { dueAt: Date; sent: boolean }): Promise<void> {
    await this.list.defer(this.options.pool, this.lease, item.subject, until);
    await hastenNewer(this.options.pool, item);
  }

  private async record(item: Item, report: Report, links: ReadonlyMap<string, AccountLink>): Promise<void> {
    const { userId } = item.payload;
    // A change that was replaced while it was tried once more: what was done stays in doubt, for the newer one to find.
    if (!(await this.reports.outcome(item.payload, report))) return this.letGo(item, { dueAt: new Date(), sent: true });
    const { samanageId, waitsFor } = report.outcome;
    const appeared = samanageId !== null && (links.get(userId)?.samanageId ?? null) === null;
    if (appeared || waitsFor !== null) await this.reports.resolvableAround(userId);
  }

  private async setBack(item: Item, current: Item, failure: SamanageFailure): Promise<void> {
    const setback = setbackOf(failure, this.inDoubt(item, current, failure), this.pace, this.options.graceMilliseconds);
    if (setback.told) await this.reports.parking(item.payload, parkingOf(current, failure, setback.dueAt));
    await this.letGo(item, setback);
  }

  /** A write that was clearly not done leaves no doubt; an older one that was being looked up stays in doubt. */
  private inDoubt(item: Item, current: Item, failure: SamanageFailure): Item {
    return failure.kind === 'ambiguous' ? current : item;
  }
}
