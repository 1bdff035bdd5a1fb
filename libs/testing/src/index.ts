export * from './postgres/test-database';
export * from './kafka/test-broker';
export * from './eventually';
