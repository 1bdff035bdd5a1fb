export * from './error-guidance';
export * from './odata-filter';
export * from './provisioning-object-summary';
