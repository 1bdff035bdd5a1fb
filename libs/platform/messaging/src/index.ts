export * from './held-messages';
export * from './log-following/log-following-bus';
export * from './message-bus';
export * from './reacting-consumer';
export * from './reaction';
