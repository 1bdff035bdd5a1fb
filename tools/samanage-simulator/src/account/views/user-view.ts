import { customFieldViews } from '../custom-fields';
import { usesLicence } from '../licences';
import type { Group, User } from '../records';
import { departmentView, roleView, siteView } from './lookup-views';
import { colourOf, groupReference, type Shown, zoned } from './shown';

/** A user as he is answered (samanage-api.md §2.2). */
export const userView = (user: User, shown: Shown): object => ({
  ...ownMembers(user, shown),
  reports_to: managerView(user, shown),
});

/** The owner of the token, with members that no other path shows (samanage-api.md §1.2, §2.2). */
export const profileView = (user: User, shown: Shown): object => ({
  ...userView(user, shown),
  language: user.language,
  time_zone: '',
});

/** A manager is a whole user without a manager of his own, or a group (samanage-api.md §2.2). */
function managerView({ reportsTo }: User, shown: Shown): object | null {
  if (reportsTo === null) return null;
  const manager = shown.account.users.get(reportsTo);
  if (manager) return { group_id: manager.personalGroupId, is_user: true, ...ownMembers(manager, shown) };
  const group = shown.account.groups.get(reportsTo);
  return group ? managingGroupView(group, shown) : null;
}

const managingGroupView = (group: Group, { origin }: Shown): object => ({
  id: group.id,
  name: group.name,
  disabled: false,
  is_user: false,
  reports_to: groupReference(group.reportsTo, origin),
  avatar: { type: 'group', color: colourOf(group.id) },
});

function ownMembers(user: User, shown: Shown): object {
  const { account, switches } = shown;
  const isOld = switches.userShape === 2019;
  const isAgent = usesLicence(user.role);
  const groupIds = account.groupIdsOf(user);
  return {
    id: user.id,
    name: user.name,
    disabled: user.disabled,
    title: user.title,
    email: user.email,
    created_at: zoned(user.createdAt, switches.utcOffset),
    updated_at: zoned(user.updatedAt, switches.utcOffset),
    last_login: zoned(user.lastLogin, switches.utcOffset),
    phone: user.phone,
    mobile_phone: user.mobilePhone,
    department: user.department && departmentView(user.department, shown),
    role: roleView(user.role),
    ...(isOld ? { salt: '0'.repeat(40) } : {}),
    group_ids: switches.nullGroupIds ? [...groupIds, null] : groupIds,
    ...(isOld
      ? { platform_widget_developer: null }
      : {
          available_for_assignment: isAgent && !user.disabled,
          can_be_available_for_assignment: isAgent,
          provider: 'samanage',
        }),
    custom_fields_values: customFieldViews(account, user),
    site: user.site && siteView(user.site),
    avatar: { type: 'initials', color: colourOf(user.id), initials: initialsOf(user.name) },
    ...(isOld ? { mfa_enabled: false } : {}),
  };
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => (word ?? '').slice(0, 1).toUpperCase())
    .join('');
}
