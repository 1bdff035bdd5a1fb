import {
  Doorbell,
  type EventLog,
  instruct,
  openEpoch,
  reach,
  type Running,
  runExclusively,
  type Sql,
  type WorkItem,
  WorkList,
  type WriterLease,
} from '@waybill/event-log';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { account, type AccountCommand } from '../domain/account';
import {
  type AccountLink,
  linksOf,
  resolvableReferences,
  resolvableReferencesAround,
} from '../read-models/account-links/account-links';
import { type AccountWork, accountWorkTable } from '../read-models/account-work/account-work';
import { Attempt, type Report, type Write } from './attempt';
import { Pace } from './pace';
import type { SamanageClient } from './samanage-client';
import { SamanageFailure } from './samanage-failure';
import { actionOf, setbackOf } from './setback';

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
/** An intent older than this is not a licence any more: the process may have been frozen meanwhile. */
const licenceMilliseconds = 3_000;

/** Nothing may be sent: a newer version came, or somebody else writes for this job now. */
class NoLicence extends Error {}

/** Starts the one writer of a job; the others stand by (architecture §6). */
export function writeFor(options: JobWriterOptions): Running {
  const { job, pool, onError } = options;
  return runExclusively({
    name: `writer ${job}`,
    pool,
    onError,
    work: async (client, signal) => {
      const lease = await openEpoch(client, job);
      await new JobWriter(options, lease, client, signal).run();
    },
  });
}

type Item = WorkItem<AccountWork>;

class JobWriter {
  private readonly list: WorkList<AccountWork>;
  private readonly pace = new Pace();
  private readonly bell = new Doorbell();
  private readonly underWay = new Set<Promise<void>>();
  private broken: unknown;

  constructor(
    private readonly options: JobWriterOptions,
    private readonly lease: WriterLease,
    /** The connection that holds the lease; each query on it shows that we are alive. */
    private readonly connection: Sql,
    private readonly signal: AbortSignal,
  ) {
    const { timeoutMilliseconds, graceMilliseconds } = options;
    this.list = new WorkList(accountWorkTable, (timeoutMilliseconds + graceMilliseconds) / 1_000);
  }

  async run(): Promise<void> {
    const silence = this.options.log.onAppend(() => this.bell.ring());
    try {
      await this.resolveReferences(await resolvableReferences(this.options.pool, this.options.job));
      while (!this.signal.aborted && !this.broken) {
        await this.startWhatIsDue();
        await this.bell.wait(pollMilliseconds, this.signal);
      }
    } finally {
      silence();
      await Promise.all(this.underWay);
    }
    if (this.broken) throw this.broken as Error;
  }

  private async startWhatIsDue(): Promise<void> {
    if (!this.pace.isOpen) return void (await this.connection.query({ text: 'SELECT 1' }));
    const free = (this.pace.troubled ? 1 : this.options.workers) - this.underWay.size;
    // Few at a time cost a query each; a quarter of the workers may wait for company.
    if (free < Math.ceil(this.options.workers / 4)) return;
    const items = await this.list.claim(this.connection, this.lease, this.options.job, free);
    if (items.length === 0) return;
    const users = items.flatMap(({ payload }) => [payload.userId, payload.account?.reports_to ?? payload.userId]);
    const links = await linksOf(this.connection, [...new Set(users)]);
    for (const item of items) this.start(item, links);
  }

  private start(item: Item, links: ReadonlyMap<string, AccountLink>): void {
    const work = this.attempt(item, links)
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
      const begun = Date.now();
      if (!(await this.list.intend(this.options.pool, this.lease, item, write))) throw new NoLicence();
      if (Date.now() - begun > licenceMilliseconds) throw new NoLicence();
      current = { ...item, sending: write };
    };
    try {
      const report = await new Attempt({ client: this.options.client, item, links, licence }).run();
      reach('work.answered');
      this.pace.succeeded();
      await this.record(item, report, links);
      reach('work.recorded');
    } catch (error) {
      if (error instanceof NoLicence) await this.letGo(item);
      else if (error instanceof SamanageFailure) await this.setBack(item, current, error);
      else throw error;
    }
  }

  private async letGo({ subject, sending }: Item): Promise<void> {
    await this.list.defer(this.options.pool, this.lease, subject, { dueAt: new Date(), sent: sending !== null });
  }

  private async record(item: Item, { outcomeType, outcome }: Report, links: ReadonlyMap<string, AccountLink>) {
    const { userId } = item.payload;
    await this.submit({ type: 'record-outcome', jobId: item.job, userId, outcomeType, outcome });
    const appeared = outcome.samanageId !== null && (links.get(userId)?.samanageId ?? null) === null;
    if (!appeared && outcome.waitsFor === null) return;
    await this.resolveReferences(await resolvableReferencesAround(this.options.pool, userId));
  }

  private async setBack(item: Item, current: Item, failure: SamanageFailure): Promise<void> {
    const { payload, version, attempts } = item;
    const setback = setbackOf(failure, this.inDoubt(item, current, failure), this.pace, this.options.graceMilliseconds);
    if (setback.told) {
      const { code, message: reason } = failure;
      const parked = {
        changeId: payload.changeId,
        version,
        samanageId: null,
        action: actionOf(current),
        code,
        reason,
        attempts,
        nextAttemptAt: setback.dueAt.toISOString(),
        steps: [],
      };
      await this.submit({ type: 'park-change', jobId: item.job, userId: payload.userId, parked });
    }
    await this.list.defer(this.options.pool, this.lease, item.subject, setback);
  }

  /** A write that was clearly not done leaves no doubt; an older one that was being looked up stays in doubt. */
  private inDoubt(item: Item, current: Item, failure: SamanageFailure): Item {
    return failure.kind === 'ambiguous' ? current : item;
  }

  /** Writes references that can be resolved now, each as a change of its own. */
  private async resolveReferences(userIds: readonly string[]): Promise<void> {
    for (const userId of userIds) {
      await this.submit({ type: 'resolve-reference', jobId: this.options.job, userId, changeId: uuidv7() });
    }
  }

  private async submit(command: AccountCommand): Promise<void> {
    const handled = await this.options.log.submit({
      instructions: [instruct(account, command)],
      metadata: { correlationId: uuidv7(), actor: 'service:samanage-connector' },
      lane: 'live',
    });
    if (handled.kind === 'refused') throw handled.error;
  }
}
