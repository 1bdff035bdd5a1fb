import type { Account } from '../account';
import { type Body, textOf, wrapped } from '../body';
import { type Group, Unprocessable } from '../records';
import { managerIn } from '../references';
import { groupView } from '../views/group-view';
import { done, notFound, type WriteAnswer, type Writing } from './write';

const blank = () => new Unprocessable({ name: ["can't be blank"] });

/**
 * Creates, changes or deletes a real group (samanage-api.md §3.1); a personal one is found by no write, and members
 * that come in the body are ignored.
 *
 * @throws Unprocessable
 */
export function writeGroup({ account, write, id, switches, shown }: Writing): WriteAnswer {
  const body = wrapped(write.body, 'group');
  if (id === undefined) {
    const name = textOf(body.name);
    if (!name) throw blank();
    const group = account.addGroup({ name, at: write.at });
    setMembers(account, group, body);
    return done(switches.createStatus, groupView(group, shown));
  }
  const group = account.groups.get(id);
  if (!group) return notFound;
  if (write.method === 'DELETE') {
    const view = groupView(group, shown);
    account.removeGroup(group);
    return done(switches.deleteStatus, view);
  }
  if (body.name !== undefined && !textOf(body.name)) throw blank();
  setMembers(account, group, body);
  return done(switches.updateStatus, groupView(group, shown));
}

function setMembers(account: Account, group: Group, body: Body): void {
  const name = textOf(body.name);
  if (name && name !== group.name) account.renameGroup(group, name);
  if (body.description !== undefined) group.description = textOf(body.description);
  const manager = managerIn(body, account);
  if (manager === undefined) return;
  // A group is managed by groups, so a person by his own one (samanage-api.md §3.2).
  group.reportsTo = manager === null ? null : (account.users.get(manager)?.personalGroupId ?? manager);
}
