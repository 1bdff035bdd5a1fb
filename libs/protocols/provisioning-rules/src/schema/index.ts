export { defaultSchema } from './default-schema';
export { diffSchemas, type SchemaDifference } from './diff-schemas';
export type { Finding } from './finding';
export { type JobSettings, type OutOfScopeAction, readSettings } from './job-settings';
export { type KnownAccount, lintSchema } from './lint-schema';
export { readSchema, type SchemaReading } from './read-schema';
export { roleInDefault } from './role-default';
export {
  customFieldIn,
  customFieldPrefix,
  objectFilter,
  samanageDirectory,
  samanageObjects,
  type TargetAttribute,
  targetAttributeOf,
  targetAttributesOf,
} from './samanage-target';
export * from './synchronization-schema';
