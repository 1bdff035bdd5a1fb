export * from './catalogue/catalogue';
export * from './catalogue/define-event';
export * from './catalogue/personal-fields';
export * from './catalogue/schema-fingerprint';
export * from './events/audit';
export * from './events/directory';
export * from './events/mapping';
export * from './events/samanage';
export { type Step, type Tally, step, tally } from './events/shared';
