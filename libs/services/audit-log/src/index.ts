export * from './audit-log.config';
export * from './audit-log.module';
export * from './audit-log.service';
