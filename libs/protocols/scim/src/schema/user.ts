import { type Attribute, attribute, type ResourceType, type Schema } from './attribute';

const boolean = (name: string): Attribute => attribute(name, { type: 'boolean' });

/** The sub-attributes that multi-valued attributes share (RFC 7643 §2.4, with the characteristics of §8.7.1). */
const multiValued = (name: string, types: readonly string[], value: Partial<Attribute> = {}): Attribute =>
  attribute(name, {
    multiValued: true,
    subAttributes: [
      attribute('value', value),
      attribute('display'),
      attribute('type', { canonicalValues: types }),
      boolean('primary'),
    ],
  });

const texts = (...names: string[]): Attribute[] => names.map((name) => attribute(name));

/** RFC 7643 §4.1. */
export const userSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'User Account',
  attributes: [
    attribute('userName', { required: true, uniqueness: 'server' }),
    attribute('name', {
      subAttributes: texts('formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'),
    }),
    ...texts('displayName', 'nickName'),
    attribute('profileUrl', { type: 'reference', caseExact: true, referenceTypes: ['external'] }),
    ...texts('title', 'userType', 'preferredLanguage', 'locale', 'timezone'),
    boolean('active'),
    attribute('password', { mutability: 'writeOnly', returned: 'never' }),
    multiValued('emails', ['work', 'home', 'other']),
    multiValued('phoneNumbers', ['work', 'home', 'mobile', 'fax', 'pager', 'other']),
    multiValued('ims', ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo']),
    multiValued('photos', ['photo', 'thumbnail'], { type: 'reference', caseExact: true, referenceTypes: ['external'] }),
    attribute('addresses', {
      multiValued: true,
      subAttributes: [
        ...texts('formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'),
        attribute('type', { canonicalValues: ['work', 'home', 'other'] }),
        boolean('primary'),
      ],
    }),
    attribute('groups', {
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [
        attribute('value', { caseExact: true, mutability: 'readOnly' }),
        attribute('$ref', {
          type: 'reference',
          caseExact: true,
          referenceTypes: ['User', 'Group'],
          mutability: 'readOnly',
        }),
        attribute('display', { mutability: 'readOnly' }),
        attribute('type', { mutability: 'readOnly', canonicalValues: ['direct', 'indirect'] }),
      ],
    }),
    multiValued('entitlements', []),
    multiValued('roles', []),
    multiValued('x509Certificates', [], { type: 'binary', caseExact: true }),
  ],
};

/** RFC 7643 §4.3. */
export const enterpriseUserSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    ...texts('employeeNumber', 'costCenter', 'organization', 'division', 'department'),
    attribute('manager', {
      subAttributes: [
        attribute('value', { caseExact: true }),
        attribute('$ref', { type: 'reference', caseExact: true, referenceTypes: ['User'], mutability: 'readOnly' }),
        attribute('displayName', { mutability: 'readOnly' }),
      ],
    }),
  ],
};

export const userType: ResourceType = {
  id: 'User',
  name: 'User',
  description: 'User Account',
  endpoint: '/Users',
  schema: userSchema,
  schemaExtensions: [{ schema: enterpriseUserSchema, required: false }],
  lookups: ['userName', 'externalId', 'displayName', 'emails.value', `${enterpriseUserSchema.id}:manager.value`],
  apart: null,
  memberOf: 'groups',
  // Azure AD wants to see it in every answer (scim.md §1.6), and a client that never sends it means true.
  defaults: { active: true },
};
