import type { KafkaMessage } from 'kafkajs';
import type { BrokerRecord } from '../broker';

export function recordIn(partition: number, { offset, key, value, headers = {} }: KafkaMessage): BrokerRecord {
  const texts = Object.entries(headers).map(([name, header]) => [name, header?.toString() ?? ''] as const);
  return { partition, offset: Number(offset), key, value, headers: Object.fromEntries(texts) };
}
