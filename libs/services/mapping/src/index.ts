export type { JobCommand } from './domain/job';
export * from './mapping.module';
export * from './mapping.service';
