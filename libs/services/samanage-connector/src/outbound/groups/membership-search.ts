import { type MembershipRecord, membershipsIn } from '../../domain/group/group-values';
import { textIn } from '../../domain/values';
import { goneIsUndefined } from '../api/samanage-failure';
import type { SamanageGroups } from '../api/samanage-groups';
import type { SamanageUsers } from '../api/samanage-users';

/**
 * Finds the membership of a person in a group, where its number was never told: a group names its members and no more
 * (samanage-api.md §3.2). It is never guessed.
 */
export class MembershipSearch {
  private memberships: MembershipRecord[] | undefined;

  constructor(
    private readonly groups: SamanageGroups,
    private readonly users: SamanageUsers,
    private readonly groupId: number,
  ) {}

  /** Whether a person's own record says that he is in the group: that is reliable. */
  async isMember(userId: number | null): Promise<boolean> {
    const user = userId === null ? undefined : await this.users.get(userId).catch(goneIsUndefined);
    return groupIdsOf(user).includes(this.groupId);
  }

  /**
   * @returns his membership, `gone` when he is in the group no more, `ambiguous` when several members have his name
   * @throws SamanageFailure when a call does not succeed
   */
  async membershipOf(userId: number): Promise<MembershipRecord | 'gone' | 'ambiguous'> {
    const user = await this.users.get(userId).catch(goneIsUndefined);
    if (!groupIdsOf(user).includes(this.groupId)) return 'gone';
    const name = textIn(user?.name);
    this.memberships ??= membershipsIn((await this.groups.get(this.groupId)).memberships);
    const [membership, ...others] = this.memberships.filter(({ userName }) => userName !== null && userName === name);
    return membership && others.length === 0 ? membership : 'ambiguous';
  }

  forget({ id }: MembershipRecord): void {
    this.memberships = this.memberships?.filter((membership) => membership.id !== id);
  }
}

/** The real groups and the person's own one together (samanage-api.md §3.3); null entries have been seen. */
const groupIdsOf = (user: { readonly [member: string]: unknown } | undefined): number[] =>
  Array.isArray(user?.group_ids) ? (user.group_ids as unknown[]).map(Number) : [];
