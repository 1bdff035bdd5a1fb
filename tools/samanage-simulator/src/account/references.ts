import type { Switches } from '../switches';
import type { Account } from './account';
import { type Body, isEmpty, textOf } from './body';
import { type Named, Unprocessable, type User } from './records';

/** What a user or group refers to: a role, a department and a site by name or id, a manager by e-mail address or id. */

const byNameOrId = (list: readonly Named[], given: unknown): Named | undefined => {
  const { id, name } = (given ?? {}) as Body;
  return list.find((each) => (name === undefined ? each.id === Number(id) : each.name === name));
};

/**
 * The role that a body names; undefined where it names none.
 *
 * @throws Unprocessable for one that does not exist, unless it is to be ignored
 */
export function roleIn({ role }: Body, account: Account, { unknownRole }: Switches): Named | undefined {
  if (role === undefined || isEmpty(role)) return undefined;
  const found = byNameOrId(account.roles, role);
  if (!found && unknownRole === 'refuse') throw new Unprocessable({ role: ['is invalid'] });
  return found;
}

const lists = { department: 'departments', site: 'sites' } as const;
const lookupMembers = ['department', 'site'] as const;

/** @throws Unprocessable for a department or site that does not exist, where that is to be refused */
export function assertLookups(body: Body, account: Account, { unknownLookup }: Switches): void {
  if (unknownLookup !== 'refuse') return;
  for (const member of lookupMembers) {
    const given = body[member];
    if (given === undefined || isEmpty(given) || byNameOrId(account[lists[member]], given)) continue;
    throw new Unprocessable({ [member]: ['is invalid'] });
  }
}

/** A name that does not exist leaves the member as it was, or makes what it names (samanage-api.md §4). */
export function setLookups(user: User, body: Body, account: Account, { unknownLookup }: Switches): void {
  for (const member of lookupMembers) {
    const given = body[member];
    if (given === undefined) continue;
    const list = account[lists[member]];
    const made = () => (unknownLookup === 'create' ? makeLookup(account, list, given) : undefined);
    const found = isEmpty(given) ? null : (byNameOrId(list, given) ?? made());
    if (found !== undefined) user[member] = found;
  }
}

function makeLookup(account: Account, list: Named[], given: unknown): Named | undefined {
  const { name } = given as Body;
  if (typeof name !== 'string' || name === '') return undefined;
  const made = { id: account.nextId(), name };
  list.push(made);
  return made;
}

/**
 * Id of the manager that a body names, who may be a user, his personal group, or a real group; null where it is to be
 * nobody, undefined where it names none that exists (samanage-api.md §2.2, §3.2).
 */
export function managerIn({ reports_to: given }: Body, account: Account): number | null | undefined {
  if (given === undefined) return undefined;
  if (isEmpty(given)) return null;
  const { email, id } = given as Body;
  if (email !== undefined) return account.usersByEmail.get(textOf(email).toLowerCase())?.id;
  const number = Number(id);
  if (number === -1) return null;
  return account.usersByPersonalGroup.get(number)?.id ?? existing(account, number);
}

const existing = (account: Account, id: number): number | undefined =>
  account.users.has(id) || account.groups.has(id) ? id : undefined;
