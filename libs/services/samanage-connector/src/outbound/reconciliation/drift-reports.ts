import type { ReconciliationEnded } from '@waybill/contracts';
import type { Command, Decider, DomainEvent } from '@waybill/decider';
import { type EventLog, instruct, newId, type Sql } from '@waybill/event-log';
import { account } from '../../domain/account/account';
import { group } from '../../domain/group/group';
import { reconciliation } from '../../domain/reconciliation';
import { resolvableMembersAround } from '../../read-models/memberships/pending-members';

/** As many people as one event tells. */
const peopleAtOnce = 1_000;

/** What a run tells the log. Every method throws the refusal of a command. */
export class DriftReports {
  constructor(
    private readonly jobId: string,
    private readonly runId: string,
    private readonly log: EventLog,
  ) {}

  /** Opens a change that makes an account what it should be; returns false where one is open, or was given up. */
  repairAccount(userId: string): Promise<boolean> {
    return this.submit(account, { type: 'repair-drift', jobId: this.jobId, userId, changeId: newId() });
  }

  /** The same of a group. */
  repairGroup(groupId: string): Promise<boolean> {
    return this.submit(group, { type: 'repair-drift', jobId: this.jobId, groupId, changeId: newId() });
  }

  /**
   * Says who is not in a group any more, and opens a change that brings those back who should be; whoever was taken out
   * meanwhile is not. Returns false where nobody is left, or a change of the members is open that will do it.
   */
  async repairMembers(
    sql: Sql,
    { groupId, samanageId, userIds }: { groupId: string; samanageId: number; userIds: readonly string[] },
  ): Promise<boolean> {
    const { jobId } = this;
    const changeId = newId();
    for (let index = 0; index < userIds.length; index += peopleAtOnce) {
      const removed = userIds.slice(index, index + peopleAtOnce);
      const written = { changeId, groupId, samanageId, added: [], removed, failed: [] };
      await this.submit(group, { type: 'record-memberships', jobId, groupId, written });
    }
    const [found] = await resolvableMembersAround(sql, { userIds: [], groupIds: [groupId] });
    if (!found) return false;
    const resolved = { groupId, userIds: found.userIds, changeId, cycleId: this.runId };
    return this.submit(group, { type: 'resolve-members', jobId, ...resolved });
  }

  async ended(ended: ReconciliationEnded['data']): Promise<void> {
    await this.submit(reconciliation, { type: 'end-run', jobId: this.jobId, ended });
  }

  private async submit<C extends Command, S, E extends DomainEvent>(
    decider: Decider<C, S, E>,
    command: C,
  ): Promise<boolean> {
    const handled = await this.log.submit({
      instructions: [instruct(decider, command)],
      metadata: { correlationId: this.runId, actor: 'service:samanage-connector' },
      lane: 'background',
    });
    if (handled.kind === 'refused') throw handled.error;
    return handled.kind === 'handled' && handled.events.length > 0;
  }
}
