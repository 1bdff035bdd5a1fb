import { randomUUID } from 'node:crypto';
import { contexts } from '@waybill/contracts';
import { KafkaBus, KafkajsBroker, LogFollowingBus, type MessageBus } from '@waybill/messaging';
import { testBroker } from '@waybill/testing';
import type { Bus } from './on-each-bus';

/** A bus of a test's own, and how to end it. */
export function busOfATest(kind: Bus): { bus: MessageBus; close: () => Promise<void> } {
  const onError = () => undefined;
  if (kind === 'log') return { bus: new LogFollowingBus({ onError }), close: () => Promise.resolve() };
  const prefix = `test.${randomUUID()}.`;
  const broker = new KafkajsBroker({ brokers: [testBroker()], clientId: prefix, sessionTimeoutSeconds: 10 });
  const settings = { partitions: 3, replicationFactor: 1, retentionDays: 1 };
  const topics = new Map(
    contexts.flatMap(({ source, topic }) =>
      topic === null ? [] : [[source, { topic: `${prefix}${topic}`, ...settings }] as const],
    ),
  );
  const fail = (_: string, error: unknown) => {
    throw error;
  };
  const bus = new KafkaBus({ broker, topics, groupPrefix: prefix, onError, onAlarm: fail, onFatal: fail });
  return { bus, close: () => broker.close() };
}
