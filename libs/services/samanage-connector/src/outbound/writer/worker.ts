import { type InSets, type Intent, reach, type WorkItem, type WorkList, type WriterLease } from '@waybill/event-log';
import type { Pool } from 'pg';
import { type AccountLink, holderOfAccount } from '../../read-models/account-links/account-links';
import { groupRow } from '../../read-models/groups/groups';
import { hastenNewer } from '../../read-models/work/work';
import type { AccountWork, GroupWork } from '../../read-models/work/work-row';
import { AccountAttempt } from '../accounts/account-attempt';
import { leftAlone } from '../accounts/left-alone';
import type { Report } from '../accounts/outcome-report';
import { SamanageFailure } from '../api/samanage-failure';
import { BudgetClosed } from '../budget/rate-budget';
import type { ClaimedItem } from './claimed-work';
import { Replaced, workOnGroup } from './group-work';
import type { AttemptEnd } from './job-health';
import type { JobSession } from './job-session';
import { Licences, NoLicence } from './licence';
import type { LogReports } from './log-reports';
import { parkingOf, setbackOf } from './setback';

export interface WorkerParts {
  readonly list: WorkList<AccountWork | GroupWork>;
  readonly lease: WriterLease;
  readonly pool: Pool;
  readonly intents: InSets<Intent, boolean>;
  readonly reports: LogReports;
  readonly graceMilliseconds: number;
}

type Item = ClaimedItem['item'];
type ClaimedAccount = Extract<ClaimedItem, { kind: 'account' }>;

/** Makes one attempt at a claimed row: the calls, what the log is told of them, and when the row is due again. */
export class Worker {
  /** Accounts that attempts have found or made and not recorded, and for whom: two may look for one address at once. */
  private readonly holding = new Map<number, string>();

  constructor(private readonly parts: WorkerParts) {}

  /**
   * @param answered is called when Samanage is not needed any more: what is known is recorded while others call
   * @returns how the attempt ended
   * @throws what our own infrastructure fails with
   */
  async work(claimed: ClaimedItem, session: JobSession, answered: () => void): Promise<AttemptEnd> {
    const { item } = claimed;
    const licences = new Licences(this.parts.intents, item);
    try {
      if (claimed.kind === 'account') await this.workOnAccount(claimed, { session, licences, answered });
      else await this.workOnGroup(claimed.item, { session, licences });
      return 'ended';
    } catch (error) {
      await this.brokenOff(item, licences, error);
      return error instanceof SamanageFailure ? 'failed' : 'broken-off';
    } finally {
      answered();
    }
  }

  private async workOnAccount(
    { item, links, addresses }: ClaimedAccount,
    { session, licences, answered }: { session: JobSession; licences: Licences; answered: () => void },
  ): Promise<void> {
    const { users, tenant } = session.for(item);
    const licence = (write: string) => licences.obtain(write);
    const holderOf = (samanageId: number) => this.holderOf(samanageId, item);
    const attempt = new AccountAttempt({ users, tenant, addresses, holderOf, item, links, licence });
    try {
      const report = leftAlone(item, links) ?? (await attempt.run());
      answered();
      reach('work.answered');
      await this.record(item, report, links.get(item.payload.userId));
    } finally {
      this.letGoOfAccounts(item.payload.userId);
    }
    reach('work.recorded');
  }

  private async holderOf(samanageId: number, { job, payload }: WorkItem<AccountWork>): Promise<string | undefined> {
    const holder = this.holding.get(samanageId) ?? (await holderOfAccount(this.parts.pool, job, samanageId));
    if (holder === undefined && !this.holding.has(samanageId)) this.holding.set(samanageId, payload.userId);
    return holder ?? this.holding.get(samanageId);
  }

  private letGoOfAccounts(userId: string): void {
    for (const [samanageId, holder] of this.holding) if (holder === userId) this.holding.delete(samanageId);
  }

  private async record(item: WorkItem<AccountWork>, report: Report, link: AccountLink | undefined): Promise<void> {
    const { userId } = item.payload;
    // A change that was replaced while it was tried once more: what was done stays in doubt, for the newer one to find.
    if (!(await this.parts.reports.outcome(item.payload, report))) {
      return this.letGo(item, { dueAt: new Date(), sent: true });
    }
    const { samanageId, waitsFor } = report.outcome;
    const hasAppeared = samanageId !== null && !isKnown(report.outcome, link);
    if (hasAppeared || waitsFor !== null) await this.parts.reports.resolvableAround(userId);
  }

  private async workOnGroup(
    item: WorkItem<GroupWork>,
    { session, licences }: { session: JobSession; licences: Licences },
  ): Promise<void> {
    const { pool, reports } = this.parts;
    const row = await groupRow(pool, item.payload.groupId);
    const { users, groups } = session.for(item);
    await workOnGroup({ item, row, users, groups, pool, reports, licence: (write) => licences.obtain(write) });
    reach('work.recorded');
    await this.letGo(item, { dueAt: new Date(), sent: false });
  }

  private async brokenOff(item: Item, licences: Licences, error: unknown): Promise<void> {
    const now = new Date();
    if (error instanceof NoLicence) await this.letGo(item, { dueAt: now, sent: licences.sending !== null });
    else if (error instanceof Replaced) await this.letGo(item, { dueAt: now, sent: true });
    else if (error instanceof BudgetClosed) await this.letGo(item, { dueAt: now, sent: item.sending !== null });
    else if (error instanceof SamanageFailure) await this.setBack(item, licences, error);
    else throw error;
  }

  private async setBack(item: Item, licences: Licences, failure: SamanageFailure): Promise<void> {
    const current = { ...item, sending: licences.sending };
    // A write that was clearly not done leaves no doubt; an older one that was being looked up stays in doubt.
    const doubtful = failure.kind === 'ambiguous' ? current : item;
    const setback = setbackOf(failure, doubtful, this.parts.graceMilliseconds);
    if (setback.told) await this.parts.reports.parking(item.payload, parkingOf(current, failure, setback.dueAt));
    await this.letGo(item, setback);
  }

  private async letGo(item: Item, until: { dueAt: Date; sent: boolean }): Promise<void> {
    const { list, pool, lease } = this.parts;
    await list.defer(pool, lease, item, until);
    await hastenNewer(pool, item);
  }
}

/**
 * Whether others may know the account. Another one than before, or one behind a new link, is nowhere yet where the old
 * one was, and by another address nobody refers to it yet.
 */
const isKnown = ({ samanageId, applied }: Report['outcome'], link: AccountLink | undefined): boolean =>
  link?.samanageId === samanageId && link.applied !== null && link.applied.email === applied?.email;
