export { isMailbox } from './compile-attribute-mapping';
export type { CompiledObjectMapping } from './compile-object-mapping';
export { type CompiledRules, compileRules, ownAttributes } from './compile-rules';
export * from './evaluation';
