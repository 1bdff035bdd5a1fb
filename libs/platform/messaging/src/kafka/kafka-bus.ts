import { follow, type Running } from '@waybill/event-log';
import {
  type CarriedLog,
  type Consumer,
  type Message,
  type MessageBus,
  type PoisonRecord,
  RestoredLog,
} from '../message-bus';
import type { Broker, GroupLag, Membership, RecordBatch, TopicSettings } from './broker';
import { Relay } from './relay';
import { messageOf, readableMessage } from './wire-format';

export interface KafkaBusOptions {
  readonly broker: Broker;
  /** The topic of each service whose events travel. */
  readonly topics: ReadonlyMap<string, TopicSettings>;
  /** What consumer groups are named after; groups of one name share the messages. */
  readonly groupPrefix: string;
  /** Hears of what failed and is tried again. */
  readonly onError: (part: string, error: unknown) => void;
  /** Hears of what somebody should look at now. */
  readonly onAlarm: (part: string, message: string) => void;
  /** Hears of what this process cannot recover from; it must end. */
  readonly onFatal: (part: string, error: unknown) => void;
}

/** How far a consumer is behind, and whether it is alive. */
export interface ConsumerProgress {
  readonly consumer: string;
  readonly lags: readonly GroupLag[];
  readonly heardAt: number;
}

const shortestPause = 250;
const longestPause = 2_000;

/** Kafka as the bus: a topic a service, keyed by stream; a consumer group a service, shared by its replicas. */
export class KafkaBus implements MessageBus {
  private readonly members = new Map<string, Membership>();

  constructor(private readonly options: KafkaBusOptions) {}

  /** A broker that does not answer is not waited for: what is logged meanwhile is published when it does. */
  async carry({ service, pool, log }: CarriedLog): Promise<Running> {
    const { broker, topics, onError, onAlarm, onFatal } = this.options;
    const topic = topics.get(service);
    // Nobody listens to a service without a topic.
    if (!topic) return { stop: async () => undefined };
    const alarm = (message: string) => onAlarm('relay', message);
    const relay = new Relay({ service, log, broker, topic, alarm });
    await relay.verify().catch((error: unknown) => {
      if (error instanceof RestoredLog) throw error;
      onError('relay', error);
    });
    const report = (name: string, error: unknown) => {
      onError(name, error);
      if (error instanceof RestoredLog) onFatal(name, error);
    };
    const following = follow(relay, { pool, log, onError: report });
    return {
      stop: async () => {
        await following.stop();
        await relay.disconnect();
      },
    };
  }

  deliver(consumer: Consumer): Running {
    const stopping = new AbortController();
    this.members.set(consumer.name, notJoined());
    const joining = this.join(consumer, stopping.signal);
    return {
      stop: async () => {
        stopping.abort();
        await joining;
        await this.members.get(consumer.name)?.leave();
        this.members.delete(consumer.name);
      },
    };
  }

  /**
   * Everything of a service's log that its topic remembers, in no order.
   *
   * @throws Error for a service that has no topic
   */
  async remembered(service: string): Promise<Message[]> {
    const topic = this.options.topics.get(service);
    if (!topic) throw new Error(`${service} has no topic; replay the services it listens to instead`);
    const records = await this.options.broker.allRecords(topic.topic);
    return records.flatMap((record) => readableMessage(record) ?? []);
  }

  /** Lets a consumer, no replica of which runs, hear again everything that is remembered. */
  async rewind(consumer: Pick<Consumer, 'name' | 'sources'>): Promise<void> {
    const { broker, groupPrefix, topics } = this.options;
    const heard = consumer.sources.flatMap((source) => topics.get(source)?.topic ?? []);
    await broker.rewind(`${groupPrefix}${consumer.name}`, heard);
  }

  /** Asked by those who watch over a service; takes as long as the broker does to answer. */
  progress(): Promise<ConsumerProgress[]> {
    const members = [...this.members];
    return Promise.all(
      members.map(async ([consumer, member]) => ({
        consumer,
        lags: await member.lags(),
        heardAt: member.heardAt(),
      })),
    );
  }

  /** Topics are there before anybody listens to them; a broker that does not answer is waited for. */
  private async join(consumer: Consumer, signal: AbortSignal): Promise<void> {
    const { broker, groupPrefix, onError, onAlarm, onFatal } = this.options;
    const topics = consumer.sources.flatMap((source) => this.options.topics.get(source) ?? []);
    for (let pause = shortestPause; !signal.aborted; pause = Math.min(longestPause, pause * 2)) {
      try {
        await broker.prepare(topics);
        break;
      } catch (error) {
        onError(consumer.name, error);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    if (signal.aborted) return;
    const member = broker.join({
      group: `${groupPrefix}${consumer.name}`,
      topics: topics.map(({ topic }) => topic),
      take: (batch) => take(consumer, batch, (message) => onAlarm(consumer.name, message)),
      trouble: {
        later: (error) => onError(consumer.name, error),
        alarm: (message) => onAlarm(consumer.name, message),
        fatal: (error) => onFatal(consumer.name, error),
      },
    });
    this.members.set(consumer.name, member);
  }
}

/** One that could not join yet has heard nothing since it began to try. */
function notJoined(): Membership {
  const since = Date.now();
  return { lags: () => Promise.resolve([]), heardAt: () => since, leave: () => Promise.resolve() };
}

async function take(
  consumer: Consumer,
  { topic, records }: RecordBatch,
  alarm: (message: string) => void,
): Promise<void> {
  const messages: Message[] = [];
  const poison: PoisonRecord[] = [];
  for (const record of records) {
    try {
      messages.push(messageOf(record));
    } catch (error) {
      poison.push({ topic, ...record, reason: reasonOf(error) });
    }
  }
  if (poison.length > 0) await consumer.keepPoison(poison);
  for (const { partition, offset, reason } of poison) {
    alarm(`${topic} partition ${partition} holds no message at ${offset}: ${reason}`);
  }
  if (messages.length > 0) await consumer.handle(messages);
}

/** A parser quotes what it stumbles over; the database takes every character but NUL. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll('\0', '\\0');
