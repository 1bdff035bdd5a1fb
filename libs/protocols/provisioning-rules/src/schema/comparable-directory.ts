import { byName, comparableMetadata, type ComparableRecord, plain } from './comparable';
import type { AttributeDefinition, DirectoryDefinition, ObjectDefinition } from './synchronization-schema';

/** A directory's definition by the names of its objects and attributes. */
export function comparableDirectory({ name: _, metadata, objects, ...others }: DirectoryDefinition): ComparableRecord {
  return {
    ...plain(others),
    metadata: comparableMetadata(metadata),
    objects: byName(objects, ({ name }) => name, comparableObject),
  };
}

const comparableObject = ({ name: _, metadata, attributes, ...others }: ObjectDefinition): ComparableRecord => ({
  ...plain(others),
  metadata: comparableMetadata(metadata),
  attributes: byName(attributes, ({ name }) => name, comparableAttribute),
});

/** What a definition says where it says nothing (entra-provisioning.md §3.7). */
const attributeDefaults: ComparableRecord = {
  anchor: false,
  caseExact: false,
  required: false,
  multivalued: false,
  mutability: 'ReadWrite',
};

function comparableAttribute({
  name: _,
  metadata,
  referencedObjects = [],
  ...others
}: AttributeDefinition): ComparableRecord {
  const references = referencedObjects.map((reference) => ({ referencedProperty: null, ...reference }));
  return {
    ...attributeDefaults,
    ...plain(others),
    metadata: comparableMetadata(metadata),
    referencedObjects: references.map(plain),
  };
}
