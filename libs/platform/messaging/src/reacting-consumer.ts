import { PositionSet } from '@waybill/contracts';
import {
  connectionLost,
  type EventLog,
  type Handled,
  type Instruction,
  openSpan,
  type OpenSpan,
  SpanKind,
  type Submission,
} from '@waybill/event-log';
import type { Pool } from 'pg';
import { dueHeldMessages } from './held-messages';
import type { Confirmed, Consumer, Message, PoisonRecord } from './message-bus';
import { keepPoison } from './poison-messages';
import type { Reaction } from './reaction';

export interface ReactingConsumerOptions {
  /** The service that reacts. */
  readonly name: string;
  readonly sources: readonly string[];
  readonly reactions: readonly Reaction[];
  readonly log: EventLog;
  readonly pool: Pool;
  /** Hears of messages that contradict what was taken in before. */
  readonly onAlarm: (message: string) => void;
}

/**
 * A consumer that turns each message into the commands of a service and submits them with the message's origin, so
 * that inbox, effects and position are one transaction. A message whose reaction or command fails is held there,
 * with those of its stream that follow it; the others flow.
 */
export class ReactingConsumer implements Consumer {
  readonly name: string;
  readonly sources: readonly string[];
  private readonly reactions = new Map<string, Reaction[]>();

  constructor(private readonly options: ReactingConsumerOptions) {
    this.name = options.name;
    this.sources = options.sources;
    for (const reaction of options.reactions) {
      for (const type of reaction.on) this.reactions.set(type, [...(this.reactions.get(type) ?? []), reaction]);
    }
  }

  async handle(messages: readonly Message[]): Promise<void> {
    await this.take(messages);
  }

  keepPoison(records: readonly PoisonRecord[]): Promise<void> {
    return keepPoison(this.options.pool, this.name, records);
  }

  async confirmed(source: string): Promise<Confirmed | undefined> {
    const { rows } = await this.options.pool.query<{ position: number; eventId: string; taken: string }>(
      `SELECT position, event_id AS "eventId", taken::text FROM confirmed_position WHERE consumer = $1 AND source = $2`,
      [this.name, source],
    );
    return rows.map(({ taken, ...furthest }) => ({ ...furthest, reach: PositionSet.parse(taken).reach }))[0];
  }

  /**
   * Tries the held messages again that are due, each stream from its oldest.
   *
   * @returns how many are no longer held
   */
  async retryHeld(): Promise<number> {
    let released = 0;
    for (;;) {
      const due = await dueHeldMessages(this.options.pool, this.name);
      const results = await this.take(due);
      const freed = results.filter(({ kind }) => kind !== 'held').length;
      released += freed;
      if (freed === 0) return released;
    }
  }

  private async take(messages: readonly Message[]): Promise<readonly Handled[]> {
    const consumed = messages.map((message) => ({ message, span: this.spanOf(message) }));
    try {
      const submissions = await Promise.all(consumed.map(({ message, span }) => this.submissionOf(message, span)));
      const submitted = await Promise.all(submissions.map((submission) => this.options.log.submit(submission)));
      consumed.forEach(({ message, span }, index) => {
        span.end(submitted[index]?.kind === 'held' ? 'held' : undefined);
        this.lookAt(message, submitted[index]);
      });
      return submitted;
    } catch (error) {
      for (const { span } of consumed) span.end(error);
      throw error;
    }
  }

  private lookAt({ source, stream }: Message, handled: Handled | undefined): void {
    if (handled?.kind !== 'held' || !handled.contradicts) return;
    // Streams are named after the ids of their subjects, which tell nobody who somebody is.
    this.options.onAlarm(`${source}/${stream}: ${handled.reason}`);
  }

  /** A message has a span of its own, whatever comes along with it; what it leads to follows from that. */
  private spanOf({ type, source, id, metadata }: Message): OpenSpan {
    const attributes = {
      // A consumer is not told which bus brought the message.
      'messaging.system': 'waybill',
      'messaging.operation.type': 'process',
      'messaging.destination.name': source,
      'messaging.consumer.group.name': this.name,
      'messaging.message.id': id,
    };
    return openSpan(`consume ${type}`, { kind: SpanKind.CONSUMER, parent: metadata.traceparent, attributes });
  }

  private async submissionOf(message: Message, span: OpenSpan): Promise<Submission> {
    const { correlationId, actor } = message.metadata;
    const traceparent = span.traceparent ?? message.metadata.traceparent;
    const metadata = { correlationId, causationId: message.id, actor, ...(traceparent && { traceparent }) };
    const awaited = this.reactions.has(message.type);
    const origin = { consumer: this.name, source: message.source, message, awaited };
    try {
      return { instructions: await this.instructionsFor(message), metadata, origin, lane: 'live' };
    } catch (error) {
      if (connectionLost(error)) throw error;
      const failure = error instanceof Error ? error.message : String(error);
      return { instructions: [], metadata, origin, lane: 'live', failure };
    }
  }

  private async instructionsFor(message: Message): Promise<Instruction[]> {
    // Fails for what a newer release says: it is held, whether or not we would react, until this release knows too.
    const read = this.options.log.types.upcast(message);
    const instructions: Instruction[] = [];
    for (const reaction of this.reactions.get(message.type) ?? []) {
      instructions.push(...(await reaction.react(reaction.asRecorded ? message : read)));
    }
    return instructions;
  }
}
