import { type EventLog, type EventMetadata, InSets, instruct, traced } from '@waybill/event-log';
import type { Pool } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { account, type AccountCommand, type ReportedParking } from '../domain/account';
import { resolvableReferences, resolvableReferencesAround } from '../read-models/account-links/account-links';
import type { AccountWork } from '../read-models/account-work/account-work';
import type { Report } from './outcome-report';

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
  async outcome({ userId, traceparent }: AccountWork, { outcomeType, outcome }: Report): Promise<boolean> {
    const command = { type: 'record-outcome', jobId: this.jobId, userId, outcomeType, outcome } as const;
    return this.submit(command, attempted(traceparent));
  }

  async parking({ userId, traceparent }: AccountWork, parked: ReportedParking): Promise<void> {
    await this.submit({ type: 'park-change', jobId: this.jobId, userId, parked }, attempted(traceparent));
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
      const command = { type: 'resolve-reference', jobId: this.jobId, userId, changeId: uuidv7() } as const;
      await this.submit(command, ofOurOwn());
    }
  }

  private async submit(command: AccountCommand, metadata: EventMetadata): Promise<boolean> {
    const handled = await this.log.submit({
      instructions: [instruct(account, command)],
      metadata,
      // No caller waits, and what is desired is taken in first: it may replace what would be tried next.
      lane: 'background',
    });
    if (handled.kind === 'refused') throw handled.error;
    return handled.kind === 'handled' && handled.events.length > 0;
  }
}

/** A set of changes may be opened for several attempts at once, so they belong to the trace of none. */
const ofOurOwn = (): EventMetadata => ({ correlationId: uuidv7(), actor: 'service:samanage-connector' });

/** What an attempt reports leads on in the trace of the change. */
const attempted = (traceparent: string | undefined): EventMetadata =>
  traced({ ...ofOurOwn(), ...(traceparent && { traceparent }) });
