import { upcast, versionOf } from '@waybill/contracts';
import { anyDecider } from '@waybill/decider';
import {
  EventLog,
  type EventLogOptions,
  follow,
  type InlineReadModel,
  type LogDatabase,
  type LoggedEvent,
  migrate,
  openPool,
  roleOf,
  type Running,
  type SchemaDefinition,
  SharedReads,
  takeBack,
} from '@waybill/event-log';
import { type MessageBus, ReactingConsumer } from '@waybill/messaging';
import type { Pool } from 'pg';
import { retryHeldMessages } from './held-retries';
import type { ServiceDefinition, ServiceResources } from './service-definition';
import { tallyDecider } from './tally/tally-decider';
import { tallyCounts, tallyMigration } from './tally/tally-counts';
import { reportTallies } from './tally/tally-reporter';

export interface ServiceHostOptions {
  /** PostgreSQL connection URL of a login that is a member of the service's role. */
  readonly databaseUrl: string;
  readonly poolSize?: number;
  readonly queue?: Pick<EventLogOptions, 'batchSize' | 'queueCapacity'>;
  /** Hears of everything that failed and is tried again, with the part of the service it failed in. */
  readonly onError: (part: string, error: unknown) => void;
  /** Hears of what somebody should look at now. */
  readonly onAlarm: (part: string, message: string) => void;
}

/**
 * Runs one service: its connections, its log, the read models that follow it, what it hears of others, what it
 * counts, and its own runners, all begun and ended together.
 */
export class ServiceHost implements ServiceResources {
  readonly pool: Pool;
  readonly reads: SharedReads;
  readonly log: EventLog;
  /** Takes in what the services it listens to have logged. */
  readonly consumer: ReactingConsumer;
  readonly onError: (part: string, error: unknown) => void;
  private readonly inline: readonly InlineReadModel[];
  private running: Running[] = [];
  private closing = false;

  constructor(
    readonly definition: ServiceDefinition,
    private readonly options: ServiceHostOptions,
  ) {
    this.onError = options.onError;
    const database: LogDatabase = {
      url: options.databaseUrl,
      schema: definition.schema,
      poolSize: options.poolSize ?? 16,
    };
    this.pool = openPool(database, (error) => {
      // Connections that are being closed may be cut before they have said good-bye.
      if (!this.closing) options.onError('connections', error);
    });
    this.reads = new SharedReads(this.pool);
    this.inline = [...definition.inline, ...(definition.tally ? [tallyCounts(definition.tally)] : [])];
    const { name, sources, collections } = definition;
    const types = { versionOf, upcast };
    this.log = new EventLog({ pool: this.pool, types, inline: this.inline, collections, ...options.queue });
    const { pool, log } = this;
    const onAlarm = (message: string) => options.onAlarm(name, message);
    this.consumer = new ReactingConsumer({ name, sources, reactions: definition.reactions(this), log, pool, onAlarm });
  }

  /** @throws RestoredLog where others have heard another story than the log tells; then nothing was begun */
  async start(bus: MessageBus): Promise<void> {
    const { definition, options, pool, log, consumer } = this;
    const { onError } = options;
    const { name } = definition;
    const carrying = await bus.carry({ service: name, log, pool });
    this.running = [
      carrying,
      ...definition.projections.map((projection) => follow(projection, { pool, log, onError })),
      bus.deliver(consumer),
      retryHeldMessages(consumer, pool, {
        onError: (error) => onError('held messages', error),
        onAlarm: (message) => options.onAlarm(name, message),
      }),
      ...(definition.tally
        ? [
            reportTallies({
              service: name,
              definition: definition.tally,
              pool,
              log,
              onError: (e) => onError('tally', e),
            }),
          ]
        : []),
      ...(definition.runners?.(this) ?? []),
    ];
  }

  /**
   * Puts back what the log lost when it was restored to an older state, as its topic remembers it. Nothing else may run
   * on the log meanwhile.
   *
   * @returns how many events were put back
   */
  takeBack(remembered: readonly LoggedEvent[]): Promise<number> {
    const { deciders, tally } = this.definition;
    const known = tally ? { ...deciders, tally: anyDecider(tallyDecider(tally.eventType)) } : deciders;
    return takeBack(this.pool, remembered, { types: this.log.types, inline: this.inline, deciders: known });
  }

  /** Stops hearing, following and working; what was under way is finished. Commands and queries are still answered. */
  async rest(): Promise<void> {
    await Promise.all(this.running.map((runner) => runner.stop()));
  }

  /**
   * Closes the log and the connections. Other services may still read this log until they rest, and requests may
   * still be answered until the server is closed: both come first.
   */
  async close(): Promise<void> {
    this.closing = true;
    await this.log.close();
    await this.reads.close();
    await this.pool.end();
  }
}

/** The whole schema of a service: the host's tables and its own. */
export function schemaOf({ schema, migrations }: SchemaDefinition): SchemaDefinition {
  return { schema, migrations: [tallyMigration(schema, roleOf(schema)), ...migrations] };
}

/** Brings the schemas of services up to date, as a login that may create roles and schemas. */
export async function migrateServices(ownerUrl: string, definitions: readonly SchemaDefinition[]): Promise<void> {
  for (const definition of definitions) await migrate(ownerUrl, schemaOf(definition));
}
