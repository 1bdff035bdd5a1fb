import type { EventLog, Sql } from '@waybill/event-log';
import { markRepaired, type Repairable, repairables } from '../../read-models/reconciliations/differences';
import {
  askBySchedule,
  type BegunRun,
  beginRun,
  markCompared,
  openRun,
  setRunBack,
  totalsOf,
} from '../../read-models/reconciliations/runs';
import type { Calls } from '../api/calls';
import { BudgetClosed } from '../budget/rate-budget';
import type { Tenant } from '../tenant/walk-tenant';
import { Comparison } from './comparison';
import { DriftReports } from './drift-reports';

export interface ReconcilerParts {
  readonly job: string;
  readonly pool: Sql;
  readonly log: EventLog;
  readonly calls: Pick<Calls, 'read'>;
  /** Everybody was read, so it is told. */
  readonly tenantRead: (tenant: Tenant) => Promise<void>;
  readonly now: () => number;
}

/** Accounts and groups whose changes are opened together. */
const repairsAtOnce = 50;

/**
 * Carries out what is asked for of a job's reconciliations. Only the job's writer does, so a run that is found under way
 * was another's: it is begun anew, or goes on where everything was compared already. One whose writer only believes to
 * be the writer leaves no trace in it.
 */
export class Reconciler {
  constructor(private readonly parts: ReconcilerParts) {}

  /** @throws what stood in the way; it is noted, and the run waits for another attempt, or has failed */
  async runDue(): Promise<void> {
    const { job, pool, now } = this.parts;
    await askBySchedule(pool, job, now());
    const waiting = await openRun(pool, job);
    const run = waiting && (await beginRun(pool, waiting.id));
    if (!run) return;
    try {
      await this.carryOut(run);
    } catch (error) {
      // Whoever goes on begins the run anew.
      if (!(error instanceof BudgetClosed)) await setRunBack(pool, run, reasonIn(error)).catch(() => undefined);
      throw error;
    }
  }

  private async carryOut(run: BegunRun): Promise<void> {
    const { job, pool, log, calls, tenantRead } = this.parts;
    if (!run.isCompared) {
      const tenant = await new Comparison({ job, run, calls, pool }).run();
      await markCompared(pool, run);
      await tenantRead(tenant);
    }
    const reports = new DriftReports(job, run.id, log);
    if (run.repair) await this.repair(run, reports);
    const totals = await totalsOf(pool, run);
    if (!totals) return;
    const { id: runId, trigger, repair } = run;
    await reports.ended({ runId, trigger, repair, ...totals, at: new Date(this.parts.now()).toISOString() });
  }

  private async repair(run: BegunRun, reports: DriftReports): Promise<void> {
    let after: Repairable | undefined;
    do {
      const found: readonly Repairable[] = await repairables(this.parts.pool, run.id, { after, limit: repairsAtOnce });
      await Promise.all(found.map((subject) => this.repairOne(run, subject, reports)));
      after = found.at(-1);
    } while (after);
  }

  private async repairOne({ id }: BegunRun, subject: Repairable, reports: DriftReports): Promise<void> {
    const { pool } = this.parts;
    const { type, directoryId, samanageId, itself, members } = subject;
    const repairItself = () =>
      type === 'User' ? reports.repairAccount(directoryId) : reports.repairGroup(directoryId);
    if (itself && (await repairItself())) await markRepaired(pool, id, subject, 'itself');
    if (members.length === 0) return;
    const lost = { groupId: directoryId, samanageId, userIds: members };
    if (await reports.repairMembers(pool, lost)) await markRepaired(pool, id, subject, 'members');
  }
}

const reasonIn = (error: unknown): string => (error instanceof Error ? error.message : String(error));
