export * from './nest/service-host.module';
export * from './service-definition';
export * from './service-host';
export * from './tally/tally-definition';
