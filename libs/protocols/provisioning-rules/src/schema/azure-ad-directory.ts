import { groupAttributes, userAttributes } from '../source';
import type { AttributeDefinition, DirectoryDefinition } from './synchronization-schema';

const referencedObject: Readonly<Record<string, string>> = { manager: 'User', members: 'User' };

function defined({ name, type, multivalued }: (typeof userAttributes)[number]): AttributeDefinition {
  const referenced = referencedObject[name];
  return {
    name,
    // Graph's types have none for what has parts; it calls app role assignments texts.
    type: type === 'Complex' ? 'String' : type,
    ...(name === 'objectId' && { anchor: true, required: true }),
    ...(multivalued && { multivalued }),
    ...(referenced && { referencedObjects: [{ referencedObjectName: referenced, referencedProperty: null }] }),
  };
}

/** Azure AD as a schema's source directory, with the attributes that expressions and filters can read. */
export const azureAdDirectory: DirectoryDefinition = {
  id: 'a7e2c3d4-8b1f-4e5a-9d60-3c2b1a0f9e01',
  name: 'Azure Active Directory',
  objects: [
    { name: 'User', metadata: [], attributes: userAttributes.map(defined) },
    { name: 'Group', metadata: [], attributes: groupAttributes.map(defined) },
  ],
};
