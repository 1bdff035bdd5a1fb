export * from './expression';
export * from './mapping';
export * from './schema';
export * from './scope';
export * from './source';
