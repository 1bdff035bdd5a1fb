export * from './start-simulator';
export type { Seed, Seeded } from './account/seed';
export type { CallCounts } from './calls';
export type { ApiToken, ReceivedWrite } from './simulator';
export type { Switches } from './switches';
