export * from './directory/contoso';
export * from './directory/person';
export * from './directory/seeded-people';
export * from './directory/seeded-random';
export type { Dialect } from './pushing/dialects';
export type { LedgerLine } from './pushing/push-state';
export * from './run-cycle';
