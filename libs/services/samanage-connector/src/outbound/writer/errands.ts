import type { Sql } from '@waybill/event-log';
import { lastWalk } from '../../read-models/tenant/tenant-accounts';
import { createsWaiting } from '../../read-models/work/waiting-creates';
import { SamanageFailure } from '../api/samanage-failure';
import { BudgetClosed } from '../budget/rate-budget';
import { walkTenant } from '../tenant/walk-tenant';
import type { JobReports } from './job-reports';
import type { JobSession } from './job-session';

const rolesEveryMilliseconds = 3_600_000;
const lookEveryMilliseconds = 2_000;
const mostDoublings = 10;
/** So many creates are worth a walk through all accounts, which saves each a look-up (100 accounts a page). */
const worthAWalk = 50;
/** A walk older than this is made again before many creates. */
const walkHolds = 3_600_000;
/** Creates wait for a walk that is under way, but not for ever. */
const creationWaitsMilliseconds = 60_000;

export interface ErrandsParts {
  readonly job: string;
  readonly session: JobSession;
  readonly pool: Sql;
  readonly reports: JobReports;
  readonly onError: (error: unknown) => void;
}

/** What a writer finds out about the Samanage account beside the changes: its owner, its roles, and who is there. */
export class Errands {
  private rolesAt = 0;
  private lookedAt = 0;
  /** Until it is known whether a walk is worth it, one may be about to begin. */
  private walkBegan: number | undefined = Date.now();
  private failures = 0;
  private isRunning = false;

  constructor(private readonly parts: ErrandsParts) {}

  /** Accounts are not created while a walk is about to tell which there are. */
  get mayCreate(): boolean {
    return this.walkBegan === undefined || Date.now() - this.walkBegan > creationWaitsMilliseconds;
  }

  /** Runs what is due beside the work; it is tried again later if it fails. */
  runDue(): void {
    const pause = lookEveryMilliseconds * 2 ** Math.min(this.failures, mostDoublings);
    if (this.isRunning || Date.now() - this.lookedAt < pause) return;
    this.isRunning = true;
    this.lookedAt = Date.now();
    void this.run()
      .then(() => {
        this.failures = 0;
      })
      .catch((error: unknown) => {
        this.failures += 1;
        if (!(error instanceof BudgetClosed) && !(error instanceof SamanageFailure)) this.parts.onError(error);
      })
      .finally(() => {
        this.isRunning = false;
        this.walkBegan = undefined;
      });
  }

  private async run(): Promise<void> {
    await this.walkIfWorth();
    if (Date.now() - this.rolesAt < rolesEveryMilliseconds) return;
    const { tenant } = this.parts.session;
    await tenant.meetOwner();
    await this.parts.reports.importRoles(await tenant.readRoles());
    this.rolesAt = Date.now();
  }

  private async walkIfWorth(): Promise<void> {
    const { job, pool, session, reports } = this.parts;
    const last = await lastWalk(pool, job);
    const isFresh = last !== undefined && Date.now() - last.getTime() < walkHolds;
    if (isFresh || (last && (await createsWaiting(pool, job, worthAWalk)) < worthAWalk)) return;
    this.walkBegan = Date.now();
    await reports.tenantRead(await walkTenant(session.calls(true)));
  }
}
