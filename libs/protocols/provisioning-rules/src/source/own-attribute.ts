import type { AttributeDefinition } from '../schema/synchronization-schema';
import { isScimPath } from './scim-path';
import type { SourceAttributeDefinition } from './source-attribute-definition';

/** An attribute of a job's own: as we describe one, or as the source directory of its schema does. */
export type OwnAttribute = SourceAttributeDefinition | AttributeDefinition;

/** Key of the metadata that says where SCIM carries an attribute of the schema's source directory. */
export const scimPathKey = 'ScimPath';

/** What a job says of an attribute of its own; undefined where it does not say at which SCIM path it is. */
export function sourceDefinitionOf(own: OwnAttribute): SourceAttributeDefinition | undefined {
  if ('readFrom' in own) return own.readFrom.some(isScimPath) ? own : undefined;
  const path = own.metadata?.find(({ key }) => key === scimPathKey)?.value;
  return path !== undefined && isScimPath(path) ? fromSchema(own, path) : undefined;
}

const fromSchema = ({ name, type, multivalued }: AttributeDefinition, path: string): SourceAttributeDefinition => ({
  name,
  // SCIM writes binary values as texts (RFC 7643 §2.3.6).
  type: type === 'Binary' ? 'String' : type,
  ...(multivalued && { multivalued }),
  readFrom: [path],
});
