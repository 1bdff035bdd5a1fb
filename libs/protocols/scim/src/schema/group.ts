import { attribute, type ResourceType, type Schema } from './attribute';

/** RFC 7643 §4.2. A member is added or removed, never edited: its sub-attributes are immutable. */
export const groupSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'Group',
  attributes: [
    attribute('displayName', { required: true }),
    attribute('members', {
      multiValued: true,
      subAttributes: [
        attribute('value', { caseExact: true, mutability: 'immutable' }),
        attribute('$ref', {
          type: 'reference',
          caseExact: true,
          referenceTypes: ['User', 'Group'],
          mutability: 'immutable',
        }),
        attribute('display', { mutability: 'immutable' }),
        attribute('type', { mutability: 'immutable', canonicalValues: ['User', 'Group'] }),
      ],
    }),
  ],
};

export const groupType: ResourceType = {
  id: 'Group',
  name: 'Group',
  description: 'Group',
  endpoint: '/Groups',
  schema: groupSchema,
  schemaExtensions: [],
  lookups: ['displayName', 'externalId'],
  apart: 'members',
  memberOf: null,
};
