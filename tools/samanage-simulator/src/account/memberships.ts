import type { Group, Membership } from './records';

/** Who is a member of what; finds a membership by its number and the groups of a user without a search. */
export class Memberships {
  private readonly groupByMembership = new Map<number, Group>();
  private readonly byUser = new Map<number, Map<number, Membership>>();

  add(group: Group, membership: Membership): void {
    group.memberships.set(membership.id, membership);
    this.groupByMembership.set(membership.id, group);
    const own = this.byUser.get(membership.userId) ?? new Map<number, Membership>();
    own.set(group.id, membership);
    this.byUser.set(membership.userId, own);
  }

  /** @returns the membership and its group, or undefined where there is none of this number */
  find(id: number): { group: Group; membership: Membership } | undefined {
    const group = this.groupByMembership.get(id);
    const membership = group?.memberships.get(id);
    return group && membership && { group, membership };
  }

  of(userId: number, group: Group): Membership | undefined {
    return this.byUser.get(userId)?.get(group.id);
  }

  remove(group: Group, { id, userId }: Membership): void {
    group.memberships.delete(id);
    this.groupByMembership.delete(id);
    this.byUser.get(userId)?.delete(group.id);
  }

  /** Removes all of a group, as its deletion does (samanage-api.md §3.4). */
  removeGroup(group: Group): void {
    for (const membership of [...group.memberships.values()]) this.remove(group, membership);
  }

  /** Forgets a user; his memberships stay in their groups without him (samanage-api.md §2.5). */
  forgetUser(userId: number): void {
    this.byUser.delete(userId);
  }

  groupIdsOf(userId: number): number[] {
    return [...(this.byUser.get(userId)?.keys() ?? [])];
  }
}
