export * from './held-messages';
export type { Broker, GroupLag, TopicSettings } from './kafka/broker';
export * from './kafka/kafka-bus';
export { KafkajsBroker, type KafkajsOptions } from './kafka/kafkajs/kafkajs-broker';
export * from './log-following/log-following-bus';
export * from './message-bus';
export { type PoisonMessage, poisonMessages, retryPoison } from './poison-messages';
export * from './reacting-consumer';
export * from './reaction';
