import { createTestDatabase } from '@waybill/testing';
import type { Command, Decider, DomainEvent } from '@waybill/decider';
import type { Pool } from 'pg';
import { openPool } from '../database';
import { EventLog, type EventLogOptions, plainEvents } from '../event-log';
import { type Handled, instruct, type Origin, type Submission } from '../handle/submission';
import type { LoggedEvent } from '../logged-event';
import { migrate, type Migration } from '../schema/migrations';

export const schema = 'test_service';

/** A log in a database of its own. */
export interface LogFixture {
  readonly url: string;
  readonly pool: Pool;
  readonly log: EventLog;
  /** Another process' view of the same log. */
  another(options?: Partial<EventLogOptions>): { pool: Pool; log: EventLog };
  close(): Promise<void>;
}

export async function openLog(
  migrations: readonly Migration[] = [],
  options: Partial<EventLogOptions> = {},
): Promise<LogFixture> {
  const database = await createTestDatabase();
  await migrate(database.url, { schema, migrations });
  const opened: Pool[] = [];
  const another = (more: Partial<EventLogOptions> = {}) => {
    const pool = openPool({ url: database.url, schema }, () => undefined);
    opened.push(pool);
    return { pool, log: new EventLog({ pool, types: plainEvents, inline: [], ...options, ...more }) };
  };
  const first = another();
  return {
    url: database.url,
    ...first,
    another,
    close: async () => {
      for (const pool of opened) await pool.end();
      await database.drop();
    },
  };
}

export function submission<C extends Command, S, E extends DomainEvent>(
  decider: Decider<C, S, E>,
  command: C,
  more: Partial<Submission> = {},
): Submission {
  return {
    instructions: [instruct(decider, command)],
    metadata: { correlationId: 'test', actor: 'test' },
    lane: 'live',
    ...more,
  };
}

/** A message as another service would send it. */
export function messageFrom(stream: string, streamVersion: number, id: string, position = streamVersion): Origin {
  const message: LoggedEvent = {
    position,
    job: 'job-1',
    jobPosition: position,
    stream,
    streamVersion,
    id,
    type: 'other.happened',
    version: 1,
    data: {},
    metadata: { correlationId: 'test', actor: 'other' },
    recordedAt: '2026-01-01T00:00:00.000Z',
  };
  return { consumer: 'test-service', source: 'other', message, awaited: true };
}

export const kinds = (results: readonly Handled[]): string[] => results.map(({ kind }) => kind);
