import { type Command, type Decider, DomainError, type DomainEvent } from '@waybill/decider';
import { EventLog, instruct, migrate, openPool, plainEvents, readEvents } from '@waybill/event-log';
import { createTestDatabase } from '@waybill/testing';
import { Client, type Pool } from 'pg';
import type { MessageBus } from '../message-bus';
import { ReactingConsumer } from '../reacting-consumer';

type Say = Command & { type: 'say'; stream: string; word: string };
type Said = DomainEvent<'test.said', { word: string }>;

/** Says a word on a stream; a word that starts with `!` is refused. */
const speaker: Decider<Say, null, Said> = {
  name: 'speaker',
  stream: ({ stream }) => stream,
  initialState: () => null,
  evolve: () => null,
  decide: ({ word }) => {
    if (word.startsWith('!')) throw new DomainError('invalid', 'test.unspeakable', `${word} cannot be said`);
    return [{ type: 'test.said', data: { word } }];
  },
};

/** What a bus needs to carry messages from one log to another service. */
export interface TwoLogs {
  readonly source: { log: EventLog; pool: Pool };
  readonly target: { log: EventLog; pool: Pool };
  /** The words that the listener has taken over, by stream, in the order of its log. */
  heard(): Promise<Record<string, string[]>>;
  /** What the listener raised an alarm about. */
  readonly alarms: readonly string[];
  /** Says words at the source. */
  say(stream: string, ...words: string[]): Promise<void>;
  /** A consumer that repeats what it hears; `react` may fail for a word. */
  listener(react?: (word: string) => string): ReactingConsumer;
  /** Makes the source's log what it was in the beginning, as a restore to that moment does. */
  restoreSource(): Promise<void>;
  close(): Promise<void>;
}

export async function openTwoLogs(): Promise<TwoLogs> {
  const database = await createTestDatabase();
  const open = async (schema: string) => {
    await migrate(database.url, { schema, migrations: [] });
    const pool = openPool({ url: database.url, schema }, () => undefined);
    return { pool, log: new EventLog({ pool, types: plainEvents, inline: [] }) };
  };
  const [source, target] = [await open('source'), await open('target')];
  const metadata = { correlationId: 'test', actor: 'test' };
  const alarms: string[] = [];
  return {
    source,
    target,
    alarms,
    heard: async () => {
      const heard: Record<string, string[]> = {};
      for (const event of await readEvents(target.pool, 0, 10_000)) {
        (heard[event.stream] ??= []).push((event.data as { word: string }).word);
      }
      return heard;
    },
    say: async (stream, ...words) => {
      for (const word of words) {
        const instructions = [instruct(speaker, { type: 'say', jobId: 'job-1', stream, word })];
        await source.log.submit({ instructions, metadata, lane: 'live' });
      }
    },
    listener: (react = (word) => word) =>
      new ReactingConsumer({
        name: 'listener',
        sources: ['source'],
        ...target,
        onAlarm: (message) => alarms.push(message),
        reactions: [
          {
            on: ['test.said'],
            react: ({ stream, data, job }) => {
              const word = react((data as { word: string }).word);
              return [instruct(speaker, { type: 'say', jobId: job, stream, word })];
            },
          },
        ],
      }),
    restoreSource: async () => {
      const owner = new Client({ connectionString: database.url });
      await owner.connect();
      await owner.query('TRUNCATE source.event_log, source.stream_state; UPDATE source.subscription SET position = 0');
      await owner.end();
    },
    close: async () => {
      await source.pool.end();
      await target.pool.end();
      await database.drop();
    },
  };
}

export type MakeBus = (logs: TwoLogs) => MessageBus | Promise<MessageBus>;
