import { attribute, type BuiltInAttribute } from './built-in-attribute';
import { waybillPath } from './extension-path';
import { isSoftDeleted } from './known-of-subject';

const unmapped = (name: string, details?: Parameters<typeof attribute>[2]): BuiltInAttribute =>
  attribute(name, [waybillPath('Group', name)], details);

/**
 * Azure AD's group as expressions and scoping filters know it, and where its default mappings write each attribute
 * (entra-provisioning.md §3.6). What those leave out is read from our own extension.
 */
export const groupAttributes: readonly BuiltInAttribute[] = [
  attribute('objectId', ['externalId']),
  attribute('displayName', ['displayName']),
  attribute('IsSoftDeleted', [], {
    type: 'Boolean',
    computed: isSoftDeleted,
    remark: 'Computed: True of a group that is outside the scoping filters.',
  }),
  unmapped('description'),
  unmapped('mail'),
  unmapped('mailNickname'),
  unmapped('mailEnabled', { type: 'Boolean', remark: 'Null unless a job maps it.' }),
  unmapped('securityEnabled', { type: 'Boolean', remark: 'Null unless a job maps it.' }),
  attribute('members', ['members'], {
    type: 'Reference',
    multivalued: true,
    isUnknown: ({ resource }) => !Object.hasOwn(resource, 'members'),
    remark:
      'Direct members by directory id. They travel apart from the group, so a scoping filter cannot ask for them.',
  }),
];
