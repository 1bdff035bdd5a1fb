import type { ResourceType } from '../schema/attribute';
import { parseResourceType } from '../schema/parse-resource-type';
import { parseSchema } from '../schema/parse-schema';
import { resourceTypesOf } from '../schema/resource-types';

/** A resource type that has every type of attribute, single and multi-valued, and every characteristic. */
export const deviceUrn = 'urn:example:schemas:2.0:Device';
export const assetUrn = 'urn:example:schemas:extension:asset:2.0:Device';
export const leaseUrn = 'urn:example:schemas:extension:lease:2.0:Device';

const types = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'] as const;

export const deviceDefinition = {
  id: deviceUrn,
  name: 'Device',
  attributes: [
    { name: 'serial', required: true, uniqueness: 'server', caseExact: true },
    { name: 'label', uniqueness: 'global' },
    ...types.map((type) => ({ name: `${type}One`, type })),
    ...types.map((type) => ({ name: `${type}Many`, type, multiValued: true })),
    { name: 'exactMany', multiValued: true, caseExact: true },
    { name: 'tags', multiValued: true, required: true },
    { name: 'madeBy', mutability: 'immutable' },
    { name: 'marks', multiValued: true, mutability: 'immutable' },
    { name: 'lastSeen', type: 'dateTime', mutability: 'readOnly' },
    { name: 'pin', mutability: 'writeOnly', returned: 'never' },
    { name: 'notes', returned: 'request' },
    { name: 'state', returned: 'always' },
    {
      name: 'place',
      type: 'complex',
      subAttributes: [
        { name: 'city', required: true },
        { name: 'street' },
        { name: 'country', mutability: 'immutable' },
        { name: 'zone', mutability: 'readOnly' },
        { name: 'hint', returned: 'request' },
        { name: 'code', returned: 'always' },
        { name: 'key', returned: 'never' },
      ],
    },
    {
      name: 'ports',
      type: 'complex',
      multiValued: true,
      subAttributes: [
        { name: 'value', required: true, caseExact: true },
        { name: 'type', canonicalValues: ['usb', 'hdmi'] },
        { name: 'primary', type: 'boolean' },
        { name: 'speed', type: 'integer' },
        { name: 'maker', mutability: 'immutable' },
        { name: 'mac', uniqueness: 'server' },
      ],
    },
  ],
};

export const assetDefinition = {
  id: assetUrn,
  name: 'Asset',
  attributes: [
    { name: 'owner', required: true },
    { name: 'cost', type: 'decimal' },
    { name: 'state', mutability: 'immutable' },
    { name: 'audited', mutability: 'readOnly' },
  ],
};

const leaseDefinition = {
  id: leaseUrn,
  name: 'Lease',
  attributes: [
    { name: 'lessor', required: true },
    { name: 'until', type: 'dateTime' },
    { name: 'hidden', returned: 'request' },
    { name: 'paid', mutability: 'readOnly' },
  ],
};

const [, , device] = resourceTypesOf([deviceDefinition, assetDefinition, leaseDefinition].map(parseSchema), [
  parseResourceType({
    name: 'Device',
    endpoint: '/Devices',
    schema: deviceUrn,
    schemaExtensions: [{ schema: assetUrn, required: true }, { schema: leaseUrn }],
  }),
]);

export const deviceType = device as ResourceType;

/** What every device must have. */
export const bareDevice = { serial: 'S1', tags: ['a'], [assetUrn]: { owner: 'Ann' } };
