import type { MembershipsWritten, Remark } from '@waybill/contracts';
import { reach } from '@waybill/event-log';
import type { MembershipRecord } from '../../domain/group/group-values';
import type { PendingMember } from '../../read-models/memberships/pending-members';
import type { SamanageGroups } from '../api/samanage-groups';
import type { SamanageUsers } from '../api/samanage-users';
import { goneIsUndefined, SamanageFailure } from '../api/samanage-failure';
import { batchesOf } from './member-batches';
import { MembershipSearch } from './membership-search';

export type Written = Pick<MembershipsWritten['data'], 'changeId' | 'added' | 'removed' | 'failed'>;

export interface MembersAttemptOptions {
  readonly groups: SamanageGroups;
  readonly users: SamanageUsers;
  /** The group at Samanage. */
  readonly samanageId: number;
  readonly licence: () => Promise<void>;
  /** Who can join or leave now, without some. */
  readonly pending: (without: readonly string[]) => Promise<PendingMember[]>;
  /** Makes durable what a call has done, before the next one. */
  readonly written: (written: Written) => Promise<void>;
}

/**
 * Brings the members of a group to what they should be, a call after the other: many join with one, each leaves with one
 * of his own (samanage-api.md §3.1). What a call has done is told before the next one, so an attempt that is broken off
 * goes on where it stopped.
 */
export class MembersAttempt {
  readonly remarks: Remark[] = [];
  private readonly search: MembershipSearch;
  private readonly failed = new Set<string>();

  constructor(private readonly options: MembersAttemptOptions) {
    this.search = new MembershipSearch(options.groups, options.users, options.samanageId);
  }

  /** @throws SamanageFailure when a call does not succeed, `not-found` when the group is gone */
  async run(): Promise<void> {
    for (;;) {
      const pending = await this.options.pending([...this.failed]);
      if (pending.length === 0) return;
      for (const member of pending) if (!member.wanted) await this.remove(member);
      for (const batch of batchesOf(pending.filter(({ wanted }) => wanted))) await this.add(batch);
    }
  }

  private async remove(member: PendingMember): Promise<void> {
    const { changeId, userId } = member;
    const found = await this.removed(member);
    if (found === 'ambiguous') return this.fail(member, 'MembershipAmbiguous', ambiguous(member));
    await this.record({ ...nothing, changeId, removed: [userId] });
  }

  private async removed({ membershipId, samanageId }: PendingMember): Promise<'gone' | 'ambiguous'> {
    // With the account the membership lost its meaning; Samanage may keep it without anybody in it (§2.5).
    if (samanageId === null) return 'gone';
    if (membershipId !== null && (await this.delete(membershipId))) return 'gone';
    const membership = await this.search.membershipOf(samanageId);
    if (typeof membership === 'string') return membership;
    await this.delete(membership.id);
    this.search.forget(membership);
    return 'gone';
  }

  /** Returns whether there was such a membership. */
  private delete(membershipId: number): Promise<boolean> {
    return this.options.groups.removeMembership(membershipId, this.options.licence).then(
      () => true,
      (error: unknown) => goneIsUndefined(error) ?? false,
    );
  }

  private async add(batch: readonly PendingMember[]): Promise<void> {
    const ids = batch.flatMap(({ samanageId }) => samanageId ?? []);
    let answered: MembershipRecord[] | undefined;
    try {
      answered = await this.options.groups.addMembers(this.options.samanageId, ids, this.options.licence);
    } catch (error) {
      if (!(error instanceof SamanageFailure) || error.kind !== 'refused') throw error;
      return this.addOneByOne(batch, error);
    }
    await this.tell(batch, answered);
  }

  /** One of them may be refused, or be a member already (§3.1); the others join all the same. */
  private async addOneByOne(batch: readonly PendingMember[], refusal: SamanageFailure): Promise<void> {
    const [member, ...others] = batch;
    if (member && others.length === 0) {
      if (refusal.code === 'EntryConflict') return this.tell(batch, undefined);
      return this.fail(member, refusal.code, `Samanage did not take ${nameOf(member)} in: ${refusal.message}`);
    }
    for (const each of batch) await this.add([each]);
  }

  /** A 2xx does not prove that everybody was taken in: whom the answer does not name is looked at (§8.10). */
  private async tell(
    batch: readonly PendingMember[],
    answered: readonly MembershipRecord[] | undefined,
  ): Promise<void> {
    const added: Written['added'] = [];
    for (const member of batch) {
      const membershipId = membershipNamed(member, answered ?? []);
      const isIn = membershipId !== null || answered === undefined || (await this.search.isMember(member.samanageId));
      if (isIn) added.push({ userId: member.userId, membershipId });
      else await this.fail(member, 'MembershipNotTakenOver', `Samanage did not take ${nameOf(member)} in.`);
    }
    const [first] = batch;
    if (first && added.length > 0) await this.record({ ...nothing, changeId: first.changeId, added });
  }

  private async fail({ changeId, userId }: PendingMember, code: string, text: string): Promise<void> {
    this.failed.add(userId);
    this.remarks.push({ code, field: 'members', text });
    await this.record({ ...nothing, changeId, failed: [{ userId, code }] });
  }

  private async record(written: Written): Promise<void> {
    reach('members.answered');
    await this.options.written(written);
    reach('members.recorded');
  }
}

const nothing: Pick<Written, 'added' | 'removed' | 'failed'> = { added: [], removed: [], failed: [] };

/** No two of a call have the same name, so that the name tells whose membership it is. */
function membershipNamed({ name }: PendingMember, answered: readonly MembershipRecord[]): number | null {
  const [membership, ...others] = answered.filter(({ userName }) => userName !== null && userName === name);
  return membership && others.length === 0 ? membership.id : null;
}

const nameOf = ({ name, samanageId }: PendingMember): string => `${name ?? 'an account'} (${samanageId ?? 'unknown'})`;

const ambiguous = (member: PendingMember): string =>
  `${nameOf(member)} could not be taken out: several members have that name, and Samanage tells no more of them. Remove the membership there.`;
