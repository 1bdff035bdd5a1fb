import { type EventLog, InSets, instruct } from '@waybill/event-log';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { account, type AccountCommand, type ReportedParking } from '../domain/account';
import { resolvableReferences, resolvableReferencesAround } from '../read-models/account-links/account-links';
import type { Report } from './attempt';

/** What the workers of a job tell its log. Every method throws the refusal of a command. */
export class AccountReports {
  private readonly appeared: InSets<string, void>;

  constructor(
    private readonly jobId: string,
    private readonly log: EventLog,
    private readonly pool: Pool,
  ) {
    this.appeared = new InSets<string, void>(async (userIds) => {
      await this.resolveReferences(await resolvableReferencesAround(this.pool, userIds));
      return [];
    });
  }

  /** Returns whether the change was still open. */
  async outcome(userId: string, { outcomeType, outcome }: Report): Promise<boolean> {
    return this.submit({ type: 'record-outcome', jobId: this.jobId, userId, outcomeType, outcome });
  }

  async parking(userId: string, parked: ReportedParking): Promise<void> {
    await this.submit({ type: 'park-change', jobId: this.jobId, userId, parked });
  }

  /** Has the references written that can be resolved now, each as a change of its own. */
  async resolvable(): Promise<void> {
    await this.resolveReferences(await resolvableReferences(this.pool, this.jobId));
  }

  /** The same, as far as it has to do with one user. */
  resolvableAround(userId: string): Promise<void> {
    return this.appeared.ask(userId);
  }

  private async resolveReferences(userIds: readonly string[]): Promise<void> {
    for (const userId of userIds) {
      await this.submit({ type: 'resolve-reference', jobId: this.jobId, userId, changeId: uuidv7() });
    }
  }

  private async submit(command: AccountCommand): Promise<boolean> {
    const handled = await this.log.submit({
      instructions: [instruct(account, command)],
      metadata: { correlationId: uuidv7(), actor: 'service:samanage-connector' },
      // No caller waits, and what is desired is taken in first: it may replace what would be tried next.
      lane: 'background',
    });
    if (handled.kind === 'refused') throw handled.error;
    return handled.kind === 'handled' && handled.events.length > 0;
  }
}
