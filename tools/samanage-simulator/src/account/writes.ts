import type { Switches } from '../switches';
import { type Account, type Group, type Membership, Unprocessable } from './account';
import { createUser, updateUser } from './user-writes';
import { groupView, userView } from './views';

/** A request that may change the account. */
export interface Write {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly at: string;
}

export interface WriteAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly applied: boolean;
}

const done = (status: number, body: unknown): WriteAnswer => ({ status, body, applied: true });
const refused = (status: number, body: unknown): WriteAnswer => ({ status, body, applied: false });
const notFound = refused(404, 'Not Found');

/** Does a write, or says why not. The same writes in the same order lead to the same account. */
export function applyWrite(account: Account, write: Write, switches: Switches): WriteAnswer {
  const [, resource, id] = /^\/(\w+)(?:\/(\d+))?\.json$/.exec(write.path) ?? [];
  try {
    if (resource === 'users') return writeUser(account, write, Number(id), switches);
    if (resource === 'groups') return writeGroup(account, write, Number(id), switches);
    return resource === 'memberships' ? writeMembership(account, write, Number(id)) : notFound;
  } catch (error) {
    if (!(error instanceof Unprocessable)) throw error;
    return refused(422, switches.errorShape === 'plain' ? error.fields : { errors: error.fields });
  }
}

const wrapped = (body: unknown, name: string): Record<string, unknown> =>
  ((body as Record<string, unknown> | null)?.[name] ?? {}) as Record<string, unknown>;

function writeUser(account: Account, { method, body, at }: Write, id: number, switches: Switches): WriteAnswer {
  if (method === 'POST') {
    const user = createUser(account, wrapped(body, 'user'), switches, at);
    return done(switches.createStatus, userView(account, user));
  }
  const user = account.users.get(id);
  if (!user) return method === 'DELETE' ? refused(switches.deleteUnknownStatus, { base: ['not found'] }) : notFound;
  if (method === 'DELETE') {
    const view = userView(account, user);
    account.removeUser(user);
    return done(200, view);
  }
  updateUser(account, user, wrapped(body, 'user'), { switches, at });
  return done(switches.updateStatus, userView(account, user));
}

function writeGroup(account: Account, { method, body }: Write, id: number, switches: Switches): WriteAnswer {
  const { name, description } = wrapped(body, 'group') as { name?: string; description?: string };
  if (method === 'POST') {
    if (!name) throw new Unprocessable({ name: ["can't be blank"] });
    const group: Group = { id: account.nextId(), name, description: description ?? '', memberships: new Map() };
    account.groups.set(group.id, group);
    return done(switches.createStatus, groupView(account, group));
  }
  const group = account.groups.get(id);
  if (!group) return notFound;
  if (method === 'DELETE') account.groups.delete(id);
  else Object.assign(group, { name: name ?? group.name, description: description ?? group.description });
  return done(200, groupView(account, group));
}

function writeMembership(account: Account, { method, query }: Write, id: number): WriteAnswer {
  return method === 'DELETE' ? removeMembership(account, id) : addMemberships(account, query);
}

const membershipView = (account: Account, { id, userId }: Membership): object => ({
  id,
  type: 'Membership',
  user: account.users.get(userId)?.name ?? null,
});

function removeMembership(account: Account, id: number): WriteAnswer {
  const group = [...account.groups.values()].find(({ memberships }) => memberships.has(id));
  const membership = group?.memberships.get(id);
  if (!group || !membership) return notFound;
  group.memberships.delete(id);
  return done(200, membershipView(account, membership));
}

/** The only bulk write of the API: its parameters are in the query, and it reads leading integers (§3.1). */
function addMemberships(account: Account, query: URLSearchParams): WriteAnswer {
  const group = account.groups.get(Number.parseInt(query.get('group_id') ?? '', 10));
  if (!group) return notFound;
  const users = (query.get('user_ids') ?? '').split(',').filter((each) => account.users.has(Number(each)));
  const members = users.map((each) => memberOf(account, group, Number(each)));
  return done(
    200,
    members.map((member) => membershipView(account, member)),
  );
}

/** Adding twice changes nothing. */
function memberOf(account: Account, { memberships }: Group, userId: number): Membership {
  const there = [...memberships.values()].find((each) => each.userId === userId);
  const membership = there ?? { id: account.nextId(), userId };
  memberships.set(membership.id, membership);
  return membership;
}
