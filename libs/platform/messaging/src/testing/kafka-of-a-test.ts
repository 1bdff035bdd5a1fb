import { randomUUID } from 'node:crypto';
import { testBroker } from '@waybill/testing';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import type { TopicSettings } from '../kafka/broker';
import { KafkaBus } from '../kafka/kafka-bus';
import { KafkajsBroker } from '../kafka/kafkajs/kafkajs-broker';

/** What a bus of a test said of itself. */
export interface Said {
  readonly errors: string[];
  readonly alarms: string[];
  readonly fatal: string[];
}

const text = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Buses over one broker, by default that of the run, with a topic and groups of their own. */
export class KafkaOfATest {
  readonly name = `test.${randomUUID()}`;
  readonly group = `${this.name}.listener`;
  readonly topic: TopicSettings;
  readonly said: Said = { errors: [], alarms: [], fatal: [] };
  private readonly brokers: KafkajsBroker[] = [];

  constructor(
    settings: Partial<TopicSettings> = {},
    private readonly address = testBroker(),
  ) {
    this.topic = { topic: this.name, partitions: 3, replicationFactor: 1, retentionDays: 1, ...settings };
  }

  broker(): KafkajsBroker {
    const broker = new KafkajsBroker({ brokers: [this.address], clientId: this.name, sessionTimeoutSeconds: 6 });
    this.brokers.push(broker);
    return broker;
  }

  /** Another process' bus; all of them share the groups. */
  bus(): KafkaBus {
    return new KafkaBus({
      broker: this.broker(),
      topics: new Map([['source', this.topic]]),
      groupPrefix: `${this.name}.`,
      onError: (_, error) => this.said.errors.push(text(error)),
      onAlarm: (_, message) => this.said.alarms.push(message),
      onFatal: (_, error) => this.said.fatal.push(text(error)),
    });
  }

  /** What an operator, or an accident, does to a broker. */
  async asOperator<T>(work: (admin: Admin, kafka: Kafka) => Promise<T>): Promise<T> {
    const kafka = new Kafka({ brokers: [this.address], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    try {
      return await work(admin, kafka);
    } finally {
      await admin.disconnect();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.brokers.map((broker) => broker.close()));
  }
}
