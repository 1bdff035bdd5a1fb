import { leadingInteger } from '../body';
import { membershipView } from '../views/group-view';
import { done, notFound, refused, type WriteAnswer, type Writing } from './write';

/** Adds users to a group, or removes a membership by its own number (samanage-api.md §3.1). */
export function writeMembership(writing: Writing): WriteAnswer {
  const { write, id } = writing;
  if (id === undefined) return addMemberships(writing);
  return write.method === 'DELETE' ? removeMembership(writing, id) : notFound;
}

function removeMembership({ account, switches, shown }: Writing, id: number): WriteAnswer {
  const found = account.memberships.find(id);
  if (!found) return notFound;
  account.memberships.remove(found.group, found.membership);
  return done(switches.deleteStatus, membershipView(found.membership, shown));
}

/** The only bulk write of the API: its parameters are in the query. Ids that are no user's are ignored. */
function addMemberships({ account, write, switches, shown }: Writing): WriteAnswer {
  const group = account.groups.get(leadingInteger(write.query.get('group_id')));
  if (!group) return notFound;
  const ids = (write.query.get('user_ids') ?? '').split(',').map(leadingInteger);
  const members = [...new Set(ids)].filter((userId) => account.users.has(userId));
  const isTwice = members.some((userId) => account.memberships.of(userId, group));
  if (isTwice && switches.duplicateMembership === 409) {
    return refused(409, { user_id: ['has already been taken'] });
  }
  const memberships = members.map((userId) => account.join(group, userId));
  const views = memberships.map((membership) => membershipView(membership, shown));
  return done(switches.createStatus, switches.membershipAnswer === 'list' ? views : undefined);
}
