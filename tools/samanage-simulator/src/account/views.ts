import type { Account, Group, Named, User } from './account';

/** Records as Samanage answers them since 2024 (samanage-api.md §2.2, §3.2, §4). */

const lookup = (named: Named | null, more: object): object | null =>
  named && { id: named.id, name: named.name, ...more };

export const roleView = (role: Named): object => ({
  id: role.id,
  name: role.name,
  description: null,
  portal: role.name === 'Requester',
  show_my_tasks: false,
});

export const departmentView = (department: Named | null): object | null =>
  lookup(department, { description: null, default_assignee_id: -1, default_group_assignee_id: null });

export const siteView = (site: Named | null): object | null =>
  lookup(site, { location: null, description: null, time_zone: '', language: '-1', business_record: null });

export function userView(account: Account, user: User): object {
  const manager = user.reportsTo === null ? undefined : account.users.get(user.reportsTo);
  const reportsTo = manager && { group_id: manager.personalGroupId, is_user: true, ...ownMembers(account, manager) };
  return { ...ownMembers(account, user), reports_to: reportsTo ?? null };
}

const ownMembers = (account: Account, user: User): object => ({
  id: user.id,
  name: user.name,
  disabled: user.disabled,
  title: user.title,
  email: user.email,
  created_at: user.createdAt,
  updated_at: user.updatedAt,
  last_login: null,
  phone: user.phone,
  mobile_phone: user.mobilePhone,
  department: departmentView(user.department),
  role: roleView(user.role),
  group_ids: account.groupIdsOf(user),
  available_for_assignment: !user.disabled,
  can_be_available_for_assignment: true,
  custom_fields_values: Object.entries(user.customFields).map(([name, value], index) => ({
    id: index + 1,
    custom_field_id: index + 1,
    name,
    value,
    options: null,
    type: 1,
    type_name: 'Text',
  })),
  site: siteView(user.site),
  avatar: { type: 'initials', color: '#fa7911', initials: user.name.slice(0, 2).toUpperCase() },
});

export const groupView = (account: Account, group: Group): object => ({
  id: group.id,
  name: group.name,
  description: group.description,
  disabled: false,
  is_user: false,
  reports_to: { id: -1, href: '' },
  type: 'Group',
  avatar: { type: 'group', color: '#0bc46f' },
  memberships: [...group.memberships.values()].map(({ id, userId }) => ({
    id,
    type: 'Membership',
    // A membership tells a name and nothing else, null when the user is gone.
    user: account.users.get(userId)?.name ?? null,
  })),
});

export const personalGroupView = ({ personalGroupId, id, name, email, disabled }: User): object => ({
  id: personalGroupId,
  name,
  description: null,
  email,
  disabled,
  is_user: true,
  user_id: id,
  memberships: [],
});
