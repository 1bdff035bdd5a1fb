import { z } from 'zod';
import { defaultSwitches } from '../switches';
import type { Account } from './account';
import { createUser } from './writes/user-writes';

const text = z.string().min(1);
const time = z.iso.datetime({ offset: true });

const seededUser = z.strictObject({
  name: text,
  email: text,
  /** Name of a role. */
  role: text.optional(),
  disabled: z.boolean().optional(),
  title: z.string().optional(),
  phone: z.string().optional(),
  mobile_phone: z.string().optional(),
  /** Name of a department; made where there is none of it. */
  department: text.optional(),
  /** Name of a site; made where there is none of it. */
  site: text.optional(),
  created_at: time.optional(),
  updated_at: time.optional(),
  last_login: time.nullable().optional(),
});

const seededGroup = z.strictObject({
  name: text,
  description: z.string().optional(),
  type: z.enum(['Group', 'Queue']).optional(),
  /** E-mail addresses of users who are there, or come with the same seed. */
  members: z.array(text).optional(),
});

/** Records to begin with, beside what is there. */
export const seedSchema = z.strictObject({
  users: z.array(seededUser).optional(),
  groups: z.array(seededGroup).optional(),
});

export type Seed = z.infer<typeof seedSchema>;

/** The numbers that seeded records got, in the order in which they were given. */
export interface Seeded {
  readonly users: readonly { readonly id: number; readonly email: string }[];
  readonly groups: readonly { readonly id: number; readonly name: string }[];
}

/** @throws Error that names what cannot be seeded */
export function assertSeed(account: Account, { users = [], groups = [] }: Seed): void {
  const emails = new Set<string>();
  const isThere = (email: string) => emails.has(email.toLowerCase()) || account.usersByEmail.has(email.toLowerCase());
  for (const { email } of users) {
    if (isThere(email)) throw new Error(`${email} is there already`);
    emails.add(email.toLowerCase());
  }
  const roles = new Set([undefined, ...account.roles.map(({ name }) => name)]);
  const other = users.find(({ role }) => !roles.has(role));
  if (other) throw new Error(`no role ${other.role}`);
  const stranger = groups.flatMap(({ members = [] }) => members).find((member) => !isThere(member));
  if (stranger !== undefined) throw new Error(`no user ${stranger}`);
}

/** Adds what `assertSeed` has let pass. */
export function applySeed(account: Account, { users = [], groups = [] }: Seed, at: string): Seeded {
  const asNamed = (name: string | undefined) => name && { name };
  const seeded = users.map(({ role, department, site, created_at, updated_at, last_login, ...members }) => {
    const body = { ...members, role: asNamed(role), department: asNamed(department), site: asNamed(site) };
    const user = createUser(account, body, { ...defaultSwitches, unknownLookup: 'create' }, created_at ?? at);
    user.updatedAt = updated_at ?? user.updatedAt;
    user.lastLogin = last_login ?? null;
    return { id: user.id, email: user.email };
  });
  const made = groups.map(({ members = [], ...group }) => {
    const { id, name } = addMembers(account, account.addGroup({ ...group, at }), members);
    return { id, name };
  });
  return { users: seeded, groups: made };
}

function addMembers(account: Account, group: ReturnType<Account['addGroup']>, members: readonly string[]) {
  for (const member of members) {
    const user = account.usersByEmail.get(member.toLowerCase());
    if (user) account.join(group, user.id);
  }
  return group;
}
