import type { WorkItem } from '@waybill/event-log';
import { priorities } from '../../read-models/work/work-row';
import type { Calls } from '../api/calls';
import { SamanageGroups } from '../api/samanage-groups';
import { SamanageUsers } from '../api/samanage-users';
import type { RateBudget } from '../budget/rate-budget';
import type { OpenConnection } from '../connection/job-connections';
import type { KnownTenant } from '../tenant/known-tenant';
import { TenantKnowledge } from '../tenant/tenant-knowledge';
import { admittedCalls, type Heard } from './admitted-calls';

export interface JobSessionOptions {
  readonly connection: OpenConnection;
  readonly budget: RateBudget;
  /** The names of the roles that were read last. */
  readonly roles: readonly string[];
  readonly heard: Heard;
}

/** All that a writer does with one set of credentials; when others are saved, it ends and another begins. */
export class JobSession {
  readonly tenant: TenantKnowledge;
  private readonly end = new AbortController();

  constructor(private readonly options: JobSessionOptions) {
    this.tenant = new TenantKnowledge(this.calls(true), options.roles);
  }

  get credentialId(): string | null {
    return this.options.connection.credentialId;
  }

  /** @param urgent the call goes before those that are not */
  calls(urgent: boolean): Calls {
    const { connection, budget, heard } = this.options;
    return admittedCalls({ transport: connection.transport, budget, urgent, signal: this.end.signal, heard });
  }

  /** What an attempt at a row calls with; what takes access away is urgent. */
  for({ priority }: Pick<WorkItem<unknown>, 'priority'>): {
    readonly users: SamanageUsers;
    readonly groups: SamanageGroups;
    readonly tenant: KnownTenant;
  } {
    const calls = this.calls(priority <= priorities.removal);
    return { users: new SamanageUsers(calls), groups: new SamanageGroups(calls), tenant: this.tenant };
  }

  /** Turns away all who wait for a call. */
  breakOff(): void {
    this.end.abort();
  }

  /** Once nothing calls any more. */
  close(): Promise<void> {
    return this.options.connection.close();
  }
}
