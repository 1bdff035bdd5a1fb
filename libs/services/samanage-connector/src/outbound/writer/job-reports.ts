import { type EventLog, instruct, newId } from '@waybill/event-log';
import { job, type JobCommand } from '../../domain/job';
import type { Quarantine } from '../../domain/job-state';
import { tenant } from '../../domain/tenant';
import type { Role } from '../tenant/tenant-knowledge';
import { type Tenant, tenantParts } from '../tenant/walk-tenant';

/** What the writer of a job tells the log of the job as a whole. */
export class JobReports {
  constructor(
    private readonly jobId: string,
    private readonly log: EventLog,
  ) {}

  async enterQuarantine(quarantine: Pick<Quarantine, 'code' | 'error' | 'request' | 'nextAttempt'>): Promise<void> {
    await this.tell({ type: 'enter-quarantine', jobId: this.jobId, ...quarantine, now: now() });
  }

  async liftQuarantine(how: 'probe' | 'proportion'): Promise<void> {
    await this.tell({ type: 'lift-quarantine', jobId: this.jobId, how, now: now() });
  }

  /** Returns whether there were standby credentials to take over. */
  async takeOverStandby(failedCredentialId: string): Promise<boolean> {
    return this.tell({ type: 'take-over-standby', jobId: this.jobId, failedCredentialId, now: now() });
  }

  async importRoles(roles: readonly Role[]): Promise<void> {
    await this.tell({ type: 'import-roles', jobId: this.jobId, roles: [...roles], now: now() });
  }

  async tenantRead(found: Tenant): Promise<void> {
    for (const read of tenantParts(found, now())) {
      const command = { type: 'tell-tenant', jobId: this.jobId, read } as const;
      await this.log.submit({ instructions: [instruct(tenant, command)], metadata: ofOurOwn(), lane: 'background' });
    }
  }

  private async tell(command: JobCommand): Promise<boolean> {
    const submission = { instructions: [instruct(job, command)], metadata: ofOurOwn(), lane: 'live' } as const;
    const handled = await this.log.submit(submission);
    if (handled.kind === 'refused') throw handled.error;
    return handled.kind === 'handled' && handled.events.length > 0;
  }
}

const now = (): string => new Date().toISOString();

const ofOurOwn = () => ({ correlationId: newId(), actor: 'service:samanage-connector' });
