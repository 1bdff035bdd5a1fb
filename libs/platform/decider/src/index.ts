export * from './decider';
export * from './domain-error';
export * from './evolutions';
export * from './fold';
export * from './given-when-then';
export * from './rows';
