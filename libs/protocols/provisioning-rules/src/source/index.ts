export { type CompiledSource, compileSourceAttribute, sourceNames } from './compile-source-attribute';
export { groupAttributes } from './group-attributes';
export { type OwnAttribute, scimPathKey, sourceDefinitionOf } from './own-attribute';
export type { Resource } from './resource';
export { isScimPath } from './scim-path';
export type { SourceAttributeDefinition } from './source-attribute-definition';
export type { Subject } from './subject';
export { userAttributes } from './user-attributes';
