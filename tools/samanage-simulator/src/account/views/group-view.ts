import type { Group, Membership, User } from '../records';
import { colourOf, groupReference, type Shown } from './shown';

/** A membership tells the name of its user and nothing else of him; null when he is gone (samanage-api.md §3.2). */
export const membershipView = ({ id, userId }: Membership, { account, switches }: Shown): object => ({
  id,
  ...(switches.membershipShape === 2024 ? { type: 'Membership' } : {}),
  user: account.users.get(userId)?.name ?? null,
});

/** A real group (samanage-api.md §3.2). */
export function groupView(group: Group, shown: Shown): object {
  const isOld = shown.switches.membershipShape === 2019;
  const avatar = { type: 'group', color: colourOf(group.id) };
  return {
    id: group.id,
    name: group.name,
    description: group.description,
    ...(isOld ? { email: null } : {}),
    disabled: false,
    is_user: false,
    ...(isOld ? { user_id: null } : { type: group.type, send_notifications: true }),
    reports_to: groupReference(group.reportsTo, shown.origin),
    avatar: isOld ? avatar : { ...avatar, klass: 'group' },
    ...(isOld ? {} : { custom_fields_values: [] }),
    memberships: [...group.memberships.values()].map((membership) => membershipView(membership, shown)),
  };
}

/** The hidden group of one user (samanage-api.md §3.3). */
export const personalGroupView = (user: User, { origin }: Shown): object => ({
  id: user.personalGroupId,
  name: user.name,
  description: null,
  email: user.email,
  disabled: user.disabled,
  is_user: true,
  user_id: user.id,
  reports_to: groupReference(null, origin),
  avatar: { type: 'group', color: colourOf(user.personalGroupId) },
  memberships: [],
});
