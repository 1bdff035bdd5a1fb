import { attribute, type BuiltInAttribute } from './built-in-attribute';
import { enterprisePath, waybillPath } from './extension-path';
import { accountEnabled, isGuid, isInactive, isSoftDeleted } from './known-of-subject';

const own = (name: string): string => waybillPath('User', name);

const unmapped = (name: string, details?: Parameters<typeof attribute>[2]): BuiltInAttribute =>
  attribute(name, [own(name)], details);

const computedAlike =
  'unassigned, disabled and soft-deleted users all arrive with `active` false, and SCIM cannot tell them apart';

const state: readonly BuiltInAttribute[] = [
  attribute('IsSoftDeleted', [], {
    type: 'Boolean',
    computed: isSoftDeleted,
    remark: 'Computed: True of whoever is unassigned, outside the scoping filters, or inactive in the directory.',
  }),
  attribute('accountEnabled', ['active'], {
    type: 'Boolean',
    computed: accountEnabled,
    isUnknown: isInactive,
    remark: `True of active users, and unknown of others: ${computedAlike}.`,
  }),
];

const identity: readonly BuiltInAttribute[] = [
  attribute('objectId', ['externalId'], {
    accepts: isGuid,
    remark: "Only where it looks like a GUID: Azure AD's default mapping sends `mailNickname` as `externalId`.",
  }),
  attribute('userPrincipalName', ['userName'], {
    remark: 'As it was sent; Azure AD strips `#EXT#` and the tenant from those of guests before it sends them.',
  }),
  attribute('originalUserPrincipalName', [own('originalUserPrincipalName'), 'userName'], {
    remark: 'With `#EXT#` where the job maps it; else the same as `userPrincipalName`.',
  }),
  attribute('mailNickname', ['nickName', 'externalId'], {
    accepts: (text) => !isGuid(text),
    remark: 'By default Azure AD sends it as `externalId`; where that is a GUID the job sends an object id instead.',
  }),
  attribute('userType', ['userType'], {
    remark: 'Azure AD does not offer its own as a source; it is there only where a job maps a constant to it.',
  }),
  unmapped('onPremisesSamAccountName'),
  unmapped('onPremisesImmutableId'),
  unmapped('onPremisesSecurityIdentifier'),
  unmapped('onPremisesDistinguishedName'),
  unmapped('onPremisesDomainName'),
  unmapped('onPremisesUserPrincipalName'),
  unmapped('dirSyncEnabled', { type: 'Boolean' }),
];

const person: readonly BuiltInAttribute[] = [
  attribute('displayName', ['displayName', 'name.formatted'], {
    remark: 'Where neither was sent: the given and the family name, joined by a space.',
  }),
  attribute('givenName', ['name.givenName']),
  attribute('surname', ['name.familyName']),
  attribute('preferredLanguage', ['preferredLanguage']),
  unmapped('usageLocation'),
];

const work: readonly BuiltInAttribute[] = [
  attribute('jobTitle', ['title']),
  attribute('department', [enterprisePath('department')]),
  attribute('division', [enterprisePath('division')]),
  attribute('costCenter', [enterprisePath('costCenter')]),
  attribute('organization', [enterprisePath('organization')]),
  attribute('companyName', [own('companyName'), enterprisePath('organization')], {
    remark: 'Azure AD maps it to nothing by default; jobs mostly map it to `organization`.',
  }),
  attribute('employeeId', [enterprisePath('employeeNumber')]),
  unmapped('employeeType'),
  unmapped('employeeHireDate', { type: 'DateTime' }),
  unmapped('employeeLeaveDateTime', { type: 'DateTime' }),
  attribute('manager', [enterprisePath('manager')], { type: 'Reference', remark: 'The directory id of a user.' }),
  attribute('appRoleAssignments', ['roles'], {
    type: 'Complex',
    multivalued: true,
    remark: 'Whole roles: give them to one of the role functions. None where the job synchronises all users.',
  }),
];

const reach: readonly BuiltInAttribute[] = [
  attribute('mail', ['emails[type eq "work"].value', 'emails[primary eq true].value']),
  attribute('proxyAddresses', ['emails[type eq "other"].value'], { multivalued: true }),
  attribute('otherMails', [own('otherMails'), 'emails[type eq "home"].value'], {
    multivalued: true,
    remark: 'Azure AD maps them to nothing by default.',
  }),
  attribute('telephoneNumber', ['phoneNumbers[type eq "work"].value']),
  attribute('mobile', ['phoneNumbers[type eq "mobile"].value']),
  attribute('facsimileTelephoneNumber', ['phoneNumbers[type eq "fax"].value']),
];

const place: readonly BuiltInAttribute[] = [
  attribute('streetAddress', ['addresses[type eq "work"].streetAddress']),
  attribute('city', ['addresses[type eq "work"].locality']),
  attribute('state', ['addresses[type eq "work"].region']),
  attribute('postalCode', ['addresses[type eq "work"].postalCode']),
  attribute('country', ['addresses[type eq "work"].country']),
  attribute('physicalDeliveryOfficeName', [
    'addresses[type eq "work"].formatted',
    'addresses[type eq "other"].formatted',
  ]),
];

const extensions = Array.from({ length: 15 }, (_, index) => unmapped(`extensionAttribute${index + 1}`));

/**
 * Azure AD's user as expressions and scoping filters know him, and where its default mappings write each attribute
 * (entra-provisioning.md §3.6). What those leave out is read from our own extension.
 */
export const userAttributes: readonly BuiltInAttribute[] = [
  ...identity,
  ...state,
  ...person,
  ...work,
  ...reach,
  ...place,
  ...extensions,
];
