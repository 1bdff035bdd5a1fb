import lookups from '../contoso-lookups.json';
import { Memberships } from './memberships';
import { NameOrder } from './name-order';
import type { Group, Membership, Named, User } from './records';

const roleNames = ['Administrator', 'Service Agent User', 'Service Task User', 'Requester'] as const;

/** What a user is made of at first; everything else is empty. */
export interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly role: Named;
  readonly at: string;
}

/**
 * The state of one Samanage account, with what is needed to find in it without a search. Every change is a plain
 * function of the state, the body and the time.
 */
export class Account {
  readonly users = new Map<number, User>();
  readonly usersByEmail = new Map<string, User>();
  readonly usersByPersonalGroup = new Map<number, User>();
  readonly usersInOrder = new NameOrder<User>();
  readonly groups = new Map<number, Group>();
  readonly groupsInOrder = new NameOrder<Group>();
  readonly memberships = new Memberships();
  readonly roles: Named[];
  readonly departments: Named[];
  readonly sites: Named[];
  /** Names of custom fields in the order in which they were first written. */
  readonly customFieldNames: string[] = [];
  /** Who made the first API token (samanage-api.md §1.3). */
  readonly owner: User;
  private lastId = 1_000;

  constructor(ownerEmail: string, at: string) {
    this.roles = roleNames.map((name) => ({ id: this.nextId(), name }));
    this.departments = lookups.departments.map((name) => ({ id: this.nextId(), name }));
    this.sites = lookups.sites.map((name) => ({ id: this.nextId(), name }));
    const role = this.roles[0] as Named;
    this.owner = this.addUser({ name: 'Service Desk Administrator', email: ownerEmail, role, at });
  }

  nextId(): number {
    return (this.lastId += 1);
  }

  /** The user's own group is made with him and has the next number (samanage-api.md §3.3). */
  addUser({ name, email, role, at }: NewUser): User {
    const user: User = {
      id: this.nextId(),
      personalGroupId: this.nextId(),
      name,
      email,
      role,
      disabled: false,
      title: '',
      phone: '',
      mobilePhone: '',
      department: null,
      site: null,
      reportsTo: null,
      language: '-1',
      customFields: {},
      createdAt: at,
      updatedAt: at,
      lastLogin: null,
    };
    this.users.set(user.id, user);
    this.usersByEmail.set(email.toLowerCase(), user);
    this.usersByPersonalGroup.set(user.personalGroupId, user);
    this.usersInOrder.add(user);
    return user;
  }

  removeUser(user: User): void {
    this.users.delete(user.id);
    this.usersByEmail.delete(user.email.toLowerCase());
    this.usersByPersonalGroup.delete(user.personalGroupId);
    this.usersInOrder.remove(user);
    this.memberships.forgetUser(user.id);
  }

  readdress(user: User, email: string): void {
    this.usersByEmail.delete(user.email.toLowerCase());
    user.email = email;
    this.usersByEmail.set(email.toLowerCase(), user);
  }

  rename(user: User, name: string): void {
    this.usersInOrder.remove(user);
    user.name = name;
    this.usersInOrder.add(user);
  }

  addGroup({ name, description = '', type = 'Group', at }: NewGroup): Group {
    const memberships = new Map<number, Membership>();
    const group: Group = {
      id: this.nextId(),
      name,
      description,
      type,
      reportsTo: null,
      createdAt: at,
      memberships,
    };
    this.groups.set(group.id, group);
    this.groupsInOrder.add(group);
    return group;
  }

  renameGroup(group: Group, name: string): void {
    this.groupsInOrder.remove(group);
    group.name = name;
    this.groupsInOrder.add(group);
  }

  removeGroup(group: Group): void {
    this.memberships.removeGroup(group);
    this.groups.delete(group.id);
    this.groupsInOrder.remove(group);
  }

  /** The membership of a user in a group; made if there is none. */
  join(group: Group, userId: number): Membership {
    const there = this.memberships.of(userId, group);
    if (there) return there;
    const membership = { id: this.nextId(), userId };
    this.memberships.add(group, membership);
    return membership;
  }

  /** Ids of the personal group and the real ones, ascending (samanage-api.md §2.2). */
  groupIdsOf({ id, personalGroupId }: User): number[] {
    return [personalGroupId, ...this.memberships.groupIdsOf(id)].sort((one, other) => one - other);
  }
}

/** What a group is made of. */
export interface NewGroup {
  readonly name: string;
  readonly description?: string;
  readonly type?: Group['type'];
  readonly at: string;
}
