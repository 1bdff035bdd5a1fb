import type { EventLog, Sql } from '@waybill/event-log';
import { lastWalk } from '../../read-models/tenant/tenant-accounts';
import { createsWaiting } from '../../read-models/work/waiting-creates';
import { PacedErrand } from '../reconciliation/paced-errand';
import { Reconciler } from '../reconciliation/reconciler';
import { walkTenant } from '../tenant/walk-tenant';
import type { JobReports } from './job-reports';
import type { JobSession } from './job-session';

const rolesEveryMilliseconds = 3_600_000;
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
  readonly log: EventLog;
  readonly reports: JobReports;
  readonly onError: (error: unknown) => void;
}

/**
 * What a writer does beside the changes: it finds out about the Samanage account (its owner, its roles, and who is there),
 * and compares it with what was applied.
 */
export class Errands {
  private rolesAt = 0;
  /** Until it is known whether a walk is worth it, one may be about to begin. */
  private walkBegan: number | undefined = Date.now();
  private readonly knowing: PacedErrand;
  private readonly reconciling: PacedErrand;

  constructor(private readonly parts: ErrandsParts) {
    const { job, session, pool, log, reports, onError } = parts;
    const tenantRead = reports.tenantRead.bind(reports);
    const reconciler = new Reconciler({ job, pool, log, calls: session.calls(false), tenantRead, now: Date.now });
    this.knowing = new PacedErrand({ run: () => this.learn(), onError });
    this.reconciling = new PacedErrand({ run: () => reconciler.runDue(), onError });
  }

  /** Accounts are not created while a walk is about to tell which there are. */
  get mayCreate(): boolean {
    return this.walkBegan === undefined || Date.now() - this.walkBegan > creationWaitsMilliseconds;
  }

  /** Runs what is due beside the work; it is tried again later if it fails. */
  runDue(): void {
    this.knowing.runDue();
    this.reconciling.runDue();
  }

  private async learn(): Promise<void> {
    try {
      await this.walkIfWorth();
      if (Date.now() - this.rolesAt < rolesEveryMilliseconds) return;
      const { tenant } = this.parts.session;
      await tenant.meetOwner();
      await this.parts.reports.importRoles(await tenant.readRoles());
      this.rolesAt = Date.now();
    } finally {
      this.walkBegan = undefined;
    }
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
