export * from './directory/contoso';
export * from './directory/group';
export * from './directory/person';
export * from './directory/seeded-groups';
export * from './directory/seeded-people';
export * from './directory/seeded-random';
export type { Dialect } from './pushing/dialects';
export type { GroupLedgerLine, LedgerLine } from './pushing/push-state';
export * from './run-cycle';
