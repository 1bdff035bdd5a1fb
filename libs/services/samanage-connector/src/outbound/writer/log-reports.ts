import type { MembershipsWritten } from '@waybill/contracts';
import type { Command, Decider, DomainEvent } from '@waybill/decider';
import { type EventLog, type EventMetadata, InSets, instruct, newId, traced } from '@waybill/event-log';
import type { Pool } from 'pg';
import { account } from '../../domain/account/account';
import { group } from '../../domain/group/group';
import type { MembersReport } from '../../domain/group/members-outcome';
import type { ReportedParking } from '../../domain/open-changes';
import { resolvableReferences, resolvableReferencesAround } from '../../read-models/account-links/account-links';
import { groupRow } from '../../read-models/groups/groups';
import {
  type ResolvableMembers,
  resolvableMembers,
  resolvableMembersAround,
} from '../../read-models/memberships/pending-members';
import type { AccountWork, GroupWork } from '../../read-models/work/work-row';
import type { Report } from '../accounts/outcome-report';
import type { GroupReport } from '../groups/group-report';

/** What the workers of a job tell its log. Every method throws the refusal of a command. */
export class LogReports {
  private readonly appeared: InSets<string, void>;
  /** What belongs together when members are added who had no account before. */
  private readonly cycleId = newId();

  constructor(
    private readonly jobId: string,
    private readonly log: EventLog,
    private readonly pool: Pool,
  ) {
    this.appeared = new InSets<string, void>(async (userIds) => {
      await this.resolveReferences(await resolvableReferencesAround(this.pool, userIds));
      await this.resolveMembers(await resolvableMembersAround(this.pool, { userIds, groupIds: [] }));
      return [];
    });
  }

  /** Returns whether the change was still open. */
  async outcome({ userId, traceparent }: AccountWork, { outcomeType, outcome }: Report): Promise<boolean> {
    const command = { type: 'record-outcome', jobId: this.jobId, userId, outcomeType, outcome } as const;
    return this.submit(account, command, attempted(traceparent));
  }

  /** Returns whether the change was still open. */
  async groupOutcome({ groupId, traceparent }: GroupWork, { outcomeType, outcome }: GroupReport): Promise<boolean> {
    const command = { type: 'record-group-outcome', jobId: this.jobId, groupId, outcomeType, outcome } as const;
    if (!(await this.submit(group, command, attempted(traceparent)))) return false;
    // Whoever could not be written while the group was another one, or none, can be now.
    if (outcome.samanageId !== null) await this.resolveMembersOf(groupId);
    return true;
  }

  async memberships({ groupId, traceparent }: GroupWork, written: MembershipsWritten['data']): Promise<void> {
    const command = { type: 'record-memberships', jobId: this.jobId, groupId, written } as const;
    await this.submit(group, command, attempted(traceparent));
  }

  async membersEnded({ groupId, traceparent }: GroupWork, report: MembersReport): Promise<void> {
    const command = { type: 'end-members', jobId: this.jobId, groupId, report } as const;
    await this.submit(group, command, attempted(traceparent));
    // Somebody may have got an account since his change was looked at, and found it open.
    await this.resolveMembersOf(groupId);
  }

  /** Has a group looked at again that is not at Samanage any more. */
  async groupGone({ groupId, traceparent }: GroupWork): Promise<void> {
    const command = { type: 'repair-drift', jobId: this.jobId, groupId, changeId: newId() } as const;
    await this.submit(group, command, attempted(traceparent));
  }

  async parking(work: AccountWork | GroupWork, parked: ReportedParking): Promise<void> {
    const metadata = attempted(work.traceparent);
    const park = { type: 'park-change', jobId: this.jobId, parked } as const;
    if (work.kind === 'account') await this.submit(account, { ...park, userId: work.userId }, metadata);
    else await this.submit(group, { ...park, groupId: work.groupId, kind: await this.kindStopped(work) }, metadata);
  }

  /** Members are written once nothing is open of the group itself. */
  private async kindStopped({ groupId }: GroupWork): Promise<'group' | 'members'> {
    return (await groupRow(this.pool, groupId))?.isOpen ? 'group' : 'members';
  }

  /** Has the references written that can be resolved now, each as a change of its own. */
  async resolvable(): Promise<void> {
    await this.resolveReferences(await resolvableReferences(this.pool, this.jobId));
    await this.resolveMembers(await resolvableMembers(this.pool, this.jobId));
  }

  /** The same, as far as it has to do with one user. */
  resolvableAround(userId: string): Promise<void> {
    return this.appeared.ask(userId);
  }

  private async resolveReferences(userIds: readonly string[]): Promise<void> {
    for (const userId of userIds) {
      const command = { type: 'resolve-reference', jobId: this.jobId, userId, changeId: newId() } as const;
      await this.submit(account, command, ofOurOwn());
    }
  }

  private async resolveMembersOf(groupId: string): Promise<void> {
    await this.resolveMembers(await resolvableMembersAround(this.pool, { userIds: [], groupIds: [groupId] }));
  }

  private async resolveMembers(groups: readonly ResolvableMembers[]): Promise<void> {
    for (const { groupId, userIds } of groups) {
      const resolved = { groupId, userIds, changeId: newId(), cycleId: this.cycleId };
      await this.submit(group, { type: 'resolve-members', jobId: this.jobId, ...resolved }, ofOurOwn());
    }
  }

  private async submit<C extends Command, S, E extends DomainEvent>(
    decider: Decider<C, S, E>,
    command: C,
    metadata: EventMetadata,
  ): Promise<boolean> {
    const handled = await this.log.submit({
      instructions: [instruct(decider, command)],
      metadata,
      // No caller waits, and what is desired is taken in first: it may replace what would be tried next.
      lane: 'background',
    });
    if (handled.kind === 'refused') throw handled.error;
    return handled.kind === 'handled' && handled.events.length > 0;
  }
}

/** A set of changes may be opened for several attempts at once, so they belong to the trace of none. */
const ofOurOwn = (): EventMetadata => ({ correlationId: newId(), actor: 'service:samanage-connector' });

/** What an attempt reports leads on in the trace of the change. */
const attempted = (traceparent: string | undefined): EventMetadata =>
  traced({ ...ofOurOwn(), ...(traceparent && { traceparent }) });
