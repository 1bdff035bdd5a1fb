import lookups from '../contoso-lookups.json';
import type { Switches } from '../switches';

export interface Named {
  readonly id: number;
  readonly name: string;
}

export interface User {
  readonly id: number;
  readonly personalGroupId: number;
  name: string;
  email: string;
  disabled: boolean;
  title: string;
  phone: string;
  mobilePhone: string;
  role: Named;
  department: Named | null;
  site: Named | null;
  /** Id of the manager. */
  reportsTo: number | null;
  customFields: Readonly<Record<string, string>>;
  readonly createdAt: string;
  updatedAt: string;
}

export interface Group {
  readonly id: number;
  name: string;
  description: string;
  readonly memberships: Map<number, Membership>;
}

export interface Membership {
  readonly id: number;
  readonly userId: number;
}

/** What is refused, field by field (samanage-api.md §5). */
export class Unprocessable extends Error {
  constructor(readonly fields: Readonly<Record<string, readonly string[]>>) {
    super('unprocessable');
  }
}

const roleNames = ['Administrator', 'Service Agent User', 'Service Task User', 'Requester'] as const;

/** The state of one Samanage account. Every change is a plain function of the state, the body and the time. */
export class Account {
  readonly users = new Map<number, User>();
  readonly usersByEmail = new Map<string, User>();
  readonly groups = new Map<number, Group>();
  readonly roles: Named[];
  readonly departments: Named[];
  readonly sites: Named[];
  private lastId = 1_000;

  constructor(ownerEmail: string, at: string) {
    this.roles = roleNames.map((name) => ({ id: this.nextId(), name }));
    this.departments = lookups.departments.map((name) => ({ id: this.nextId(), name }));
    this.sites = lookups.sites.map((name) => ({ id: this.nextId(), name }));
    this.addUser({ name: 'Service Desk Administrator', email: ownerEmail, role: this.roles[0] as Named, at });
  }

  nextId(): number {
    return (this.lastId += 1);
  }

  /** The user's own group is made with him and has the next number (samanage-api.md §3.3). */
  addUser({ name, email, role, at }: { name: string; email: string; role: Named; at: string }): User {
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
      customFields: {},
      createdAt: at,
      updatedAt: at,
    };
    this.users.set(user.id, user);
    this.usersByEmail.set(email.toLowerCase(), user);
    return user;
  }

  removeUser(user: User): void {
    this.users.delete(user.id);
    this.usersByEmail.delete(user.email.toLowerCase());
  }

  rename(user: User, email: string): void {
    this.usersByEmail.delete(user.email.toLowerCase());
    user.email = email;
    this.usersByEmail.set(email.toLowerCase(), user);
  }

  /** Finds a department, site or role by the name or id that a body gives; undefined where it names none. */
  lookUp(list: Named[], given: unknown, unknown: Switches['unknownLookup']): Named | undefined {
    const { id, name } = (given ?? {}) as { id?: unknown; name?: unknown };
    const found = list.find((each) => (name === undefined ? each.id === Number(id) : each.name === name));
    if (found || unknown !== 'create' || typeof name !== 'string') return found;
    const created = { id: this.nextId(), name };
    list.push(created);
    return created;
  }

  groupIdsOf({ id, personalGroupId }: User): number[] {
    const real = [...this.groups.values()].filter(({ memberships }) =>
      [...memberships.values()].some(({ userId }) => userId === id),
    );
    return [personalGroupId, ...real.map((group) => group.id)].sort((one, other) => one - other);
  }
}
