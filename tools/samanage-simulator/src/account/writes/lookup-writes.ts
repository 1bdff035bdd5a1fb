import type { Account } from '../account';
import { type Body, textOf, wrapped } from '../body';
import { type Named, Unprocessable } from '../records';
import { departmentView, roleView, siteView } from '../views/lookup-views';
import type { Shown } from '../views/shown';
import { done, notFound, type WriteAnswer, type Writing } from './write';

interface Kind {
  readonly member: 'role' | 'department' | 'site';
  readonly list: (account: Account) => Named[];
  readonly view: (named: Named, shown: Shown) => object;
}

/** Creates, changes or deletes a role (samanage-api.md §4). @throws Unprocessable */
export const writeRole = writerOf({ member: 'role', list: ({ roles }) => roles, view: roleView });
/** Creates, changes or deletes a department (samanage-api.md §4). @throws Unprocessable */
export const writeDepartment = writerOf({
  member: 'department',
  list: ({ departments }) => departments,
  view: departmentView,
});
/** Creates, changes or deletes a site (samanage-api.md §4). @throws Unprocessable */
export const writeSite = writerOf({ member: 'site', list: ({ sites }) => sites, view: siteView });

function writerOf(kind: Kind): (writing: Writing) => WriteAnswer {
  return ({ account, write, id, switches, shown }) => {
    const body = wrapped(write.body, kind.member);
    const list = kind.list(account);
    if (id === undefined) {
      assertName(list, textOf(body.name));
      const made: Named = { id: account.nextId(), name: textOf(body.name) };
      list.push(made);
      return done(switches.createStatus, kind.view(setMembers(made, body), shown));
    }
    const found = list.find((each) => each.id === id);
    if (!found) return notFound;
    if (write.method === 'DELETE') {
      remove(account, kind, found);
      return done(switches.deleteStatus, kind.view(found, shown));
    }
    if (body.name !== undefined && body.name !== found.name) assertName(list, textOf(body.name));
    return done(switches.updateStatus, kind.view(setMembers(found, body), shown));
  };
}

function assertName(list: readonly Named[], name: string): void {
  if (!name) throw new Unprocessable({ name: ["can't be blank"] });
  if (list.some((each) => each.name === name)) throw new Unprocessable({ name: ['has already been taken'] });
}

function setMembers(named: Named, body: Body): Named {
  for (const member of ['name', 'description', 'location'] as const) {
    if (body[member] !== undefined) named[member] = textOf(body[member]);
  }
  return named;
}

/** A user always has a role, so that one in use stays; a department or site that goes leaves its users without. */
function remove(account: Account, { member, list }: Kind, named: Named): void {
  const users = [...account.users.values()].filter((user) => user[member] === named);
  if (member === 'role') {
    if (users.length > 0) throw new Unprocessable({ base: ['the role is in use'] });
  } else {
    for (const user of users) user[member] = null;
  }
  const all = list(account);
  all.splice(all.indexOf(named), 1);
}
