import { type EventLog, type Forwarding, inSpan, type LoggedEvent, SpanKind } from '@waybill/event-log';
import type { Broker, BrokerRecord, OutgoingRecord, Publisher, TopicSettings } from './broker';
import { type Message, RestoredLog } from '../message-bus';
import { readableMessage, recordOf } from './wire-format';

export interface RelayOptions {
  readonly service: string;
  readonly log: Pick<EventLog, 'read'>;
  readonly broker: Broker;
  readonly topic: TopicSettings;
  readonly alarm: (message: string) => void;
}

/**
 * Publishes a service's log to its topic, in order (architecture §4). Before the first batch, after every failure and
 * when it is moved back, it makes sure that the topic tells the story that the log tells: a log that was restored to
 * an older state would publish other events under versions that others have seen.
 */
export class Relay implements Forwarding {
  readonly name = 'relay';
  private publisher: Publisher | undefined;
  private published = 0;

  constructor(private readonly options: RelayOptions) {}

  /** @throws RestoredLog where the topic holds what the log does not; anything else where the broker does not answer */
  async verify(): Promise<void> {
    const { broker, topic } = this.options;
    await broker.prepare([topic]);
    await this.compare(await broker.lastRecords(topic.topic));
  }

  async forward(events: readonly LoggedEvent[]): Promise<void> {
    const before = (events[0]?.position ?? 1) - 1;
    if (before < this.published) await this.verify();
    this.publisher ??= await this.connect(before);
    try {
      await this.publish(this.publisher, events);
      this.published = events.at(-1)?.position ?? before;
    } catch (error) {
      await this.disconnect();
      throw error;
    }
  }

  /** One span a batch, linked to what each event belongs to; what follows from an event follows from its own context. */
  private publish(publisher: Publisher, events: readonly LoggedEvent[]): Promise<void> {
    const { service, topic } = this.options;
    const links = events.map(({ metadata }) => metadata.traceparent);
    const attributes = {
      'messaging.system': 'kafka',
      'messaging.operation.type': 'send',
      'messaging.destination.name': topic.topic,
      'messaging.batch.message_count': events.length,
    };
    return inSpan(`publish ${topic.topic}`, { kind: SpanKind.PRODUCER, links, attributes }, async () => {
      const records = events.map((event) => recordOf(service, event));
      for (const part of inParts(records)) await publisher.publish(topic.topic, part);
    });
  }

  async disconnect(): Promise<void> {
    const { publisher } = this;
    this.publisher = undefined;
    await publisher?.close();
  }

  private async connect(published: number): Promise<Publisher> {
    const { broker, topic } = this.options;
    await broker.prepare([topic]);
    const last = await broker.lastRecords(topic.topic);
    await this.compare(last);
    await this.alarmOfLoss(last, published);
    return broker.publisher();
  }

  private async compare(last: readonly BrokerRecord[]): Promise<void> {
    const { service, topic, log } = this.options;
    for (const { position, id } of messagesIn(last)) {
      const [event] = await log.read(position - 1, 1);
      if (event?.position === position && event.id === id) continue;
      throw new RestoredLog(
        `${topic.topic} holds event ${id} at position ${position}, which the log of ${service} does not: the log was ` +
          'restored to an older state, and nothing is published over what others have seen; see take-back',
      );
    }
  }

  private async alarmOfLoss(last: readonly BrokerRecord[], published: number): Promise<void> {
    const { service, topic, broker, alarm } = this.options;
    const newest = Math.max(0, ...messagesIn(last).map(({ position }) => position));
    // What retention has taken is not lost.
    const isWhole = (await broker.ends(topic.topic)).every(({ low }) => low === 0);
    if (!isWhole || newest >= published) return;
    alarm(
      `${topic.topic} ends at event ${newest} of ${service}, which had published ${published}: ` +
        `the broker lost data; waybill replay ${service} publishes it again`,
    );
  }
}

/** What a broker takes at once, by default; one record may be larger. */
const partBytes = 900_000;

/** The same records in the same order, in parts that a broker takes at once. */
function inParts(records: readonly OutgoingRecord[]): OutgoingRecord[][] {
  const parts: OutgoingRecord[][] = [];
  let room = 0;
  for (const record of records) {
    const bytes = Buffer.byteLength(record.value);
    if (bytes > room) {
      parts.push([]);
      room = partBytes;
    }
    parts.at(-1)?.push(record);
    room -= bytes;
  }
  return parts;
}

/** Bytes that are no message of ours are the consumers' to set aside. */
const messagesIn = (records: readonly BrokerRecord[]): Message[] =>
  records.flatMap((record) => readableMessage(record) ?? []);
