export type { Resource } from './attribute-path';
export * from './compile-rules';
export * from './default-rules';
export * from './rule-findings';
export * from './rule-set';
export { type Account, isMailbox } from './samanage-account';
