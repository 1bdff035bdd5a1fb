import { DomainError } from '@waybill/decider';
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import type { Collection } from './collection';
import { connectionLost } from './database';
import { BatchConnection } from './handle/batch-connection';
import type { BatchDecision } from './handle/decide-batch';
import { HandleQueue, type TakenBatch } from './handle/handle-queue';
import { type BatchRules, type InlineReadModel, runBatch } from './handle/run-batch';
import type { Handled, Submission } from './handle/submission';
import { readEvents } from './read-events';
import { Doorbell } from './subscriptions/doorbell';
import { inSpan, SpanKind } from './tracing/spans';
import type { LoggedEvent } from './logged-event';

/** What the event catalogue knows of the events of a log. */
export interface EventTypes {
  /** The version of an event type's data that is written today. */
  versionOf(this: void, type: string): number;
  /** An event as today's code knows it; throws where it is newer. */
  upcast<Event extends LoggedEvent>(this: void, event: Event): Event;
}

/** Events that no catalogue describes, each of version 1. */
export const plainEvents: EventTypes = { versionOf: () => 1, upcast: (event) => event };

export interface EventLogOptions {
  readonly pool: Pool;
  readonly types: EventTypes;
  readonly inline: readonly InlineReadModel[];
  /** What commands may need rows of; each is written by one of the inline read models. */
  readonly collections?: readonly Collection[];
  /** Submissions in one transaction. */
  readonly batchSize?: number;
  /** Submissions that may wait before new ones are turned away. */
  readonly queueCapacity?: number;
}

/** Nobody waits for what comes in the background: it is gathered for a moment, so that more shares a commit. */
const gatherMilliseconds = 20;

/**
 * A service's append-only log: the one way in for everything that changes something (architecture §4).
 *
 * One batch at a time. What arrives while a batch is under way forms the next one, so that a commit is shared; there
 * is nothing to retry, because nothing else appends while a batch is decided.
 */
export class EventLog {
  private readonly queue: HandleQueue;
  private readonly rules: BatchRules;
  private readonly batchSize: number;
  private readonly listeners = new Set<(events: readonly LoggedEvent[]) => void>();
  private readonly urgent = new Doorbell();
  private running: Promise<void> | undefined;
  private readonly closing = new AbortController();

  constructor(private readonly options: EventLogOptions) {
    this.queue = new HandleQueue(options.queueCapacity ?? 10_000);
    const { types, inline, collections = [] } = options;
    this.rules = { versionOf: types.versionOf, inline, collections };
    this.batchSize = options.batchSize ?? 256;
  }

  /** Submissions that wait for a batch. */
  get waiting(): number {
    return this.queue.length;
  }

  /**
   * Handles a submission with whatever else is waiting.
   *
   * @returns what became of it, once that is durable
   * @throws DomainError `unavailable` when too much is waiting, the log is closing, or the database does not answer
   */
  async submit(submission: Submission): Promise<Handled> {
    if (this.closing.signal.aborted) throw unavailable('event-log.closing', 'the service is shutting down');
    const handled = this.queue.add(submission);
    if (this.queue.isUrgent) this.urgent.ring();
    this.running ??= this.run();
    return handled;
  }

  get types(): EventTypes {
    return this.options.types;
  }

  /** Events after a position, in order, as they were recorded. */
  read(after: number, limit: number): Promise<LoggedEvent[]> {
    return readEvents(this.options.pool, after, limit);
  }

  /** Calls `listen` after each commit that appended something here; a doorbell, no delivery: what fails is not told again. */
  onAppend(listen: (events: readonly LoggedEvent[]) => void): () => void {
    this.listeners.add(listen);
    return () => this.listeners.delete(listen);
  }

  /** Takes nothing new and waits until everything that was taken is answered. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    // Commands of the same tick belong to the same batch.
    await new Promise((resolve) => setImmediate(resolve));
    const connection = new BatchConnection(this.options.pool);
    let tell = nothing;
    while (this.queue.length > 0) {
      if (!this.queue.isUrgent) {
        tell();
        tell = nothing;
        await this.urgent.wait(gatherMilliseconds, this.closing.signal);
      }
      const handling = this.handle(this.queue.take(this.batchSize), connection);
      // The database has the next batch before the last one is told: those who are told keep the process busy.
      tell();
      tell = await handling;
    }
    tell();
    connection.release();
    this.running = undefined;
  }

  /** @returns what tells each of the batch, and whoever listens, what became of it */
  private async handle(batch: TakenBatch, connection: BatchConnection): Promise<() => void> {
    try {
      const decision = await connection.use((client) => append(client, batch.submissions, this.rules));
      return () => {
        batch.answer(decision.results);
        if (decision.events.length > 0) for (const listen of this.listeners) listen(decision.events);
      };
    } catch (error) {
      return this.recover(batch, error, connection);
    }
  }

  /** A batch that the database refuses is run again one by one, so that one bad row does not fail its neighbours. */
  private async recover(batch: TakenBatch, error: unknown, connection: BatchConnection): Promise<() => void> {
    const refused = error instanceof DatabaseError && !connectionLost(error);
    if (refused && batch.submissions.length > 1) {
      for (const each of batch.apart()) (await this.handle(each, connection))();
    } else if (refused) {
      batch.fail(error);
    } else {
      const reason = error instanceof Error ? error.message : String(error);
      batch.fail(unavailable('event-log.database-unavailable', `the database does not answer: ${reason}`));
    }
    return nothing;
  }
}

const nothing = (): void => undefined;

/** One span a batch, linked to what each of its submissions belongs to. */
function append(client: PoolClient, submissions: readonly Submission[], rules: BatchRules): Promise<BatchDecision> {
  const links = submissions.map(({ metadata }) => metadata.traceparent);
  const attributes = { 'db.system.name': 'postgresql', 'waybill.batch.submissions': submissions.length };
  return inSpan('append', { kind: SpanKind.CLIENT, links, attributes }, async (span) => {
    const decision = await runBatch(client, submissions, rules);
    span.setAttribute('waybill.batch.events', decision.events.length);
    return decision;
  });
}

const unavailable = (code: string, message: string) => new DomainError('unavailable', code, message);
