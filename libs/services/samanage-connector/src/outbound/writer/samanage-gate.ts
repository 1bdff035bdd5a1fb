import type { EventLog, Sql } from '@waybill/event-log';
import type { ConnectedJob } from '../../domain/connected-job';
import type { QuarantinePolicy } from '../../domain/health/quarantine';
import { jobById } from '../../read-models/jobs/jobs';
import { hastenParked } from '../../read-models/parked/parked';
import { subjectCounts } from '../../read-models/parked/subject-counts';
import { SamanageFailure } from '../api/samanage-failure';
import { Breaker } from '../budget/breaker';
import { keepBudget } from '../budget/kept-budget';
import type { RateBudget } from '../budget/rate-budget';
import { openConnection } from '../connection/job-connections';
import type { SamanageAccess } from '../connection/samanage-access';
import { testConnection } from '../connection/test-connection';
import type { Room } from './claimed-work';
import { Errands } from './errands';
import { type AttemptEnd, JobHealth } from './job-health';
import type { JobReports } from './job-reports';
import { JobSession } from './job-session';
import type { Fault } from './rejections';

export interface SamanageGateParts {
  readonly job: string;
  readonly access: SamanageAccess;
  readonly budget: RateBudget;
  readonly policy: QuarantinePolicy;
  readonly workers: number;
  readonly pool: Sql;
  readonly log: EventLog;
  readonly reports: JobReports;
  readonly onError: (error: unknown) => void;
}

/** What stood in the way of the changes of a job as a whole; when it is gone they are tried at once. */
const jobsOwn = ['Unauthorized', 'InsufficientRights', 'Timeout', 'WebExceptionProtocolError', 'InternalServerError'];

/** The way of one writer to Samanage: with which credentials it calls, how much, and whether at all. */
export class SamanageGate {
  session: JobSession | undefined;
  private readonly health: JobHealth;
  private errands: Errands | undefined;
  private isLookedAfter = false;

  constructor(private readonly parts: SamanageGateParts) {
    const { job, pool, policy, reports } = parts;
    this.health = new JobHealth({
      policy,
      breaker: new Breaker({ now: Date.now, random: Math.random }),
      now: Date.now,
      knock: () => this.faultIn((session) => session.calls(true).read('/users.json?per_page=1')),
      prove: () => this.prove(),
      counts: () => subjectCounts(pool, job),
      takeOver: () => this.takeOver(),
      enter: (quarantine) => reports.enterQuarantine(quarantine),
      lift: async (how) => {
        await reports.liftQuarantine(how);
        await hastenParked(pool, job, how === 'probe' ? jobsOwn : null);
      },
    });
  }

  /** Follows the credentials of the job; the session of other ones is ended once nothing calls in it any more. */
  async follow(job: ConnectedJob, drain: () => Promise<void>): Promise<void> {
    const wanted = job.active?.credentialId ?? null;
    if (this.session?.credentialId === wanted) return;
    await this.end(drain);
    const { access, budget, pool, log, reports, onError } = this.parts;
    const connection = await openConnection(job, access);
    if (!connection) return;
    const roles = job.roles.map(({ name }) => name);
    this.health.haveNewCredentials();
    this.session = new JobSession({ connection, budget, roles, heard: this.health.heard });
    this.errands = new Errands({ job: job.jobId, session: this.session, pool, log, reports, onError });
  }

  async end(drain: () => Promise<void>): Promise<void> {
    const { session } = this;
    this.session = undefined;
    this.errands = undefined;
    session?.breakOff();
    await drain();
    await session?.close();
  }

  /** Probes, enters and lifts what is due, beside the work; whatever fails is tried again. */
  lookAfter(job: ConnectedJob): void {
    if (this.isLookedAfter) return;
    this.isLookedAfter = true;
    void this.lookAfterAll(job)
      .catch((error: unknown) => {
        if (!(error instanceof SamanageFailure)) this.parts.onError(error);
      })
      .finally(() => {
        this.isLookedAfter = false;
      });
  }

  /** How many attempts may begin, beside those that call already. */
  room(job: ConnectedJob, calling: number): Room {
    const { budget, workers } = this.parts;
    const allowed = (urgent: boolean, places: number) =>
      this.health.allowed(job, Math.max(0, Math.min(places - calling, budget.room(urgent))));
    // Urgent work has places of its own: all others may be waiting for their turn to call.
    return {
      other: allowed(false, workers),
      urgent: allowed(true, 2 * workers),
      mayCreate: this.errands?.mayCreate ?? true,
    };
  }

  begun(): void {
    this.health.begun();
  }

  async attempted(how: AttemptEnd, job: ConnectedJob): Promise<void> {
    await this.health.attempted(how, job);
  }

  private async lookAfterAll(job: ConnectedJob): Promise<void> {
    const { budget, pool } = this.parts;
    await this.health.check(job);
    await keepBudget(pool, job.jobId, budget.state());
    if (this.health.allowed(job, 1) > 0) this.errands?.runDue();
  }

  private async takeOver(): Promise<boolean> {
    const { job, pool, reports } = this.parts;
    const credentialId = this.session?.credentialId ?? null;
    if (credentialId !== null && (await reports.takeOverStandby(credentialId))) return true;
    // They may have been replaced since the session began: the next turn follows.
    return ((await jobById(pool, job))?.active?.credentialId ?? null) !== credentialId;
  }

  private async prove(): Promise<Fault | undefined> {
    const { session } = this;
    if (!session) return undefined;
    const tested = await testConnection('', session.calls(true));
    if (tested.ok) return undefined;
    const { code, sentence: message, request } = tested;
    return { code, message, request: request ?? null };
  }

  private async faultIn(call: (session: JobSession) => Promise<unknown>): Promise<Fault | undefined> {
    if (!this.session) return undefined;
    try {
      await call(this.session);
      return undefined;
    } catch (error) {
      if (!(error instanceof SamanageFailure)) throw error;
      const { code, message, request } = error;
      return { code, message, request: request ?? null };
    }
  }
}
