export * from './mapping.module';
export * from './mapping.service';
