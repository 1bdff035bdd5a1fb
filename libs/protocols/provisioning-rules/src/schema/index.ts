export { defaultSchema } from './default-schema';
export { diffSchemas, type SchemaDifference } from './diff-schemas';
export type { Finding } from './finding';
export { type JobSettings, type OutOfScopeAction, readSettings } from './job-settings';
export { lintSchema } from './lint-schema';
export { readSchema, type SchemaReading } from './read-schema';
export { roleInDefault } from './role-default';
export {
  objectFilter,
  samanageDirectory,
  samanageObjects,
  type TargetAttribute,
  targetAttributesOf,
} from './samanage-target';
export * from './synchronization-schema';
