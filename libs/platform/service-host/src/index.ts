export { ensureLogin } from '@waybill/event-log';
export * from './nest/service-host.module';
export * from './separate/run-separately';
export * from './separate/separate.config';
export type { SeparateService } from './separate/separate-service';
export * from './service-definition';
export * from './service-host';
export * from './tally/tally-definition';
