import { type Attribute, attribute } from './attribute';

const readOnly = (name: string, more: Partial<Attribute> = {}): Attribute =>
  attribute(name, { mutability: 'readOnly', caseExact: true, ...more });

/** What every resource has besides its own schema (RFC 7643 §3.1). */
export const commonAttributes: readonly Attribute[] = [
  readOnly('id', { returned: 'always', uniqueness: 'server' }),
  attribute('externalId', { caseExact: true }),
  readOnly('meta', {
    subAttributes: [
      readOnly('resourceType'),
      readOnly('created', { type: 'dateTime' }),
      readOnly('lastModified', { type: 'dateTime' }),
      readOnly('location', { type: 'reference', referenceTypes: ['uri'] }),
      readOnly('version'),
    ],
  }),
];
