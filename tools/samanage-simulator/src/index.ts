export * from './start-simulator';
export type { ReceivedWrite } from './simulator';
export type { Switches } from './switches';
