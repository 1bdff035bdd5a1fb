export * from './postgres/test-database';
export * from './eventually';
