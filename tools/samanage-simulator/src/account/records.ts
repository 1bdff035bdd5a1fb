/** What has an id and a name in an account: roles, departments and sites too. */
export interface Named {
  readonly id: number;
  name: string;
  description?: string | null;
  location?: string | null;
}

/** A user as the account keeps him; times are ISO 8601 in UTC. */
export interface User {
  readonly id: number;
  readonly personalGroupId: number;
  /** Changed by `Account.rename` alone. */
  name: string;
  /** Changed by `Account.readdress` alone. */
  email: string;
  disabled: boolean;
  title: string;
  phone: string;
  mobilePhone: string;
  role: Named;
  department: Named | null;
  site: Named | null;
  /** Id of the manager: a user, or a group. */
  reportsTo: number | null;
  /** Answered by `/profile.json` alone (samanage-api.md §2.2). */
  language: string;
  customFields: Readonly<Record<string, string>>;
  readonly createdAt: string;
  updatedAt: string;
  lastLogin: string | null;
}

/** A real group; the personal group of a user is a number of his. */
export interface Group {
  readonly id: number;
  name: string;
  description: string;
  /** `Queue` for what newer tenants list among the groups (samanage-api.md §3.4). */
  readonly type: 'Group' | 'Queue';
  /** Id of the group that manages it, which is a personal one for a person. */
  reportsTo: number | null;
  readonly createdAt: string;
  readonly memberships: Map<number, Membership>;
}

/** A membership; it outlives its user (samanage-api.md §2.5). */
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

/** What the API fails on instead of refusing it (samanage-api.md §2.4). */
export class Malformed extends Error {}
