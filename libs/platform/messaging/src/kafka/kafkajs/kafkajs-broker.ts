import { randomUUID } from 'node:crypto';
import { type Admin, Kafka, type KafkaConfig, logLevel, type RetryOptions } from 'kafkajs';
import type { Broker, BrokerRecord, GroupMember, Membership, PartitionEnds, Publisher, TopicSettings } from '../broker';
import { KafkajsMembership } from './kafkajs-membership';
import { connectPublisher } from './kafkajs-publisher';
import { prepareTopics } from './prepare-topics';
import { type RecordRange, readRecords } from './read-records';

export interface KafkajsOptions {
  readonly brokers: readonly string[];
  /** What the brokers' logs call this process. */
  readonly clientId: string;
  readonly ssl?: KafkaConfig['ssl'];
  readonly sasl?: KafkaConfig['sasl'];
  /** A member that was not heard of for this long is out of its group, and others take its partitions. */
  readonly sessionTimeoutSeconds: number;
}

/**
 * A broker that answers again is noticed within a second or two: kafkajs would by itself wait for up to half a minute.
 */
const retry = { initialRetryTime: 100, maxRetryTime: 1_000, multiplier: 2, retries: 8 };

const endlessRetry = { ...retry, retries: 1_000_000 };

const configOf = ({ brokers, clientId, ssl, sasl }: KafkajsOptions, retries: RetryOptions): KafkaConfig => ({
  brokers: [...brokers],
  clientId,
  ...(ssl ? { ssl } : {}),
  ...(sasl ? { sasl } : {}),
  connectionTimeout: 2_000,
  requestTimeout: 10_000,
  retry: retries,
  // What matters of its troubles reaches us as errors and events.
  logLevel: logLevel.NOTHING,
});

/** Kafka through kafkajs 2.2.4, with its sharp edges covered. */
export class KafkajsBroker implements Broker {
  private readonly kafka: Kafka;
  /**
   * For the members of groups: one that gave up would come back as a stranger, and the group would wait for the one it
   * was until its session is over.
   */
  private readonly patientKafka: Kafka;
  private connectedAdmin: Promise<Admin> | undefined;

  constructor(private readonly options: KafkajsOptions) {
    this.kafka = new Kafka(configOf(options, retry));
    this.patientKafka = new Kafka(configOf(options, endlessRetry));
  }

  async prepare(topics: readonly TopicSettings[]): Promise<void> {
    await this.withAdmin((admin) => prepareTopics(admin, topics));
  }

  publisher(): Promise<Publisher> {
    return connectPublisher(this.kafka);
  }

  join(member: GroupMember): Membership {
    const sessionTimeout = this.options.sessionTimeoutSeconds * 1_000;
    const consumer = this.patientKafka.consumer({
      groupId: member.group,
      sessionTimeout,
      rebalanceTimeout: Math.max(sessionTimeout, 20_000),
      heartbeatInterval: Math.floor(sessionTimeout / 5),
      allowAutoTopicCreation: false,
      // Records are gathered for a moment where there are few: under load a batch, and its commit, is shared by many.
      minBytes: 8_192,
      maxWaitTimeInMs: 30,
      // Connecting is tried without end; what fails all the same, as at a coordinator that is gone, begins again.
      retry: { ...retry, restartOnFailure: () => Promise.resolve(!membership.isLeaving) },
    });
    const membership = new KafkajsMembership(consumer, member, (work) => this.withAdmin(work));
    membership.start();
    return membership;
  }

  async lastRecords(topic: string): Promise<readonly BrokerRecord[]> {
    return this.read(topic, ({ partition, high }) => ({ partition, from: high - 1, to: high }));
  }

  async allRecords(topic: string): Promise<readonly BrokerRecord[]> {
    return this.read(topic, ({ partition, low, high }) => ({ partition, from: low, to: high }));
  }

  async rewind(group: string, topics: readonly string[]): Promise<void> {
    await this.withAdmin(async (admin) => {
      for (const topic of topics) await admin.resetOffsets({ groupId: group, topic, earliest: true });
    });
  }

  async ends(topic: string): Promise<readonly PartitionEnds[]> {
    const offsets = await this.withAdmin((admin) => admin.fetchTopicOffsets(topic));
    return offsets.map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }));
  }

  private async read(topic: string, rangeOf: (ends: PartitionEnds) => RecordRange): Promise<readonly BrokerRecord[]> {
    const filled = (await this.ends(topic)).filter(({ low, high }) => high > low);
    if (filled.length === 0) return [];
    // A group of its own that commits nothing: it leaves no trace.
    const groupId = `${this.options.clientId}.reader.${randomUUID()}`;
    const once = { ...retry, restartOnFailure: () => Promise.resolve(false) };
    const consumer = this.kafka.consumer({ groupId, allowAutoTopicCreation: false, retry: once });
    return readRecords(consumer, topic, filled.map(rangeOf));
  }

  /** Closes what the broker itself holds open; members and publishers are closed by whoever has them. */
  async close(): Promise<void> {
    const admin = await this.connectedAdmin?.catch(() => undefined);
    await admin?.disconnect().catch(() => undefined);
  }

  /** One that failed is used no more: it would go on asking for topics that are gone, and fail for all others with them. */
  private async withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const connecting = (this.connectedAdmin ??= this.connectAdmin());
    try {
      return await work(await connecting);
    } catch (error) {
      if (this.connectedAdmin === connecting) this.connectedAdmin = undefined;
      void connecting.then((admin) => admin.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }
}
