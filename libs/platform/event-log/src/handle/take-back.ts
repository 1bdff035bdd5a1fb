import type { AnyDecider, Decider, DomainEvent, Command } from '@waybill/decider';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../database';
import type { EventTypes } from '../event-log';
import type { LoggedEvent } from '../logged-event';
import { readStates } from './batch-reads';
import { writeDecision } from './batch-writes';
import { nobody } from './claims';
import { type InlineReadModel, lockLog } from './run-batch';
import type { StreamEntry } from './working-set';

export interface TakeBackRules {
  readonly types: EventTypes;
  readonly inline: readonly InlineReadModel[];
  /** The rules of each kind of stream, by what the names of its streams begin with, up to the first `-`. */
  readonly deciders: Readonly<Record<string, AnyDecider>>;
}

type LooseDecider = Decider<Command, unknown, DomainEvent>;

/**
 * Puts events back into a log that was restored to an older state, as others remember them: the events themselves,
 * with the states, claims and inline read models that follow from them. All of it happens or nothing.
 *
 * @param remembered events of this log as they were recorded, in any order; those that the log still has may be among
 *   them
 * @returns how many were put back
 * @throws Error where the log and the memory tell different stories, or an event between them is missing
 */
export async function takeBack(pool: Pool, remembered: readonly LoggedEvent[], rules: TakeBackRules): Promise<number> {
  const client = await pool.connect();
  try {
    return await inTransaction(client, async () => {
      await lockLog(client);
      const missing = await missingIn(client, remembered);
      if (missing.length > 0) await append(client, missing, rules);
      return missing.length;
    });
  } finally {
    client.release();
  }
}

async function missingIn(client: PoolClient, remembered: readonly LoggedEvent[]): Promise<LoggedEvent[]> {
  const { rows } = await client.query<{ position: number; id: string }>('SELECT position, id FROM event_log');
  const kept = new Map(rows.map(({ position, id }) => [position, id]));
  const other = remembered.find(({ position, id }) => kept.has(position) && kept.get(position) !== id);
  if (other)
    throw new Error(`event ${other.position} of the log is not ${other.id}: the log has gone another way since`);
  const missing = remembered.filter(({ position }) => !kept.has(position));
  const sorted = [...new Map(missing.map((event) => [event.position, event])).values()];
  sorted.sort((one, next) => one.position - next.position);
  const gap = sorted.findIndex(({ position }, index) => position !== kept.size + index + 1);
  if (gap !== -1) throw new Error(`event ${kept.size + gap + 1} is neither in the log nor remembered`);
  return sorted;
}

async function append(client: PoolClient, events: readonly LoggedEvent[], rules: TakeBackRules): Promise<void> {
  const followed = new Followed(await readStates(client, [...new Set(events.map(({ stream }) => stream))]), rules);
  const read = events.map(rules.types.upcast);
  for (const event of read) followed.take(event);
  const { streams, deciders, claims } = followed;
  const nothing = { results: [], inbox: new Map(), unreadClaims: new Set<string>() };
  await writeDecision(client, [], { ...nothing, events, streams, deciders, claims });
  for (const model of rules.inline) await model.apply(client, read);
}

/** The streams of a log as they become when events are followed, without anything being decided. */
class Followed {
  readonly streams: Map<string, StreamEntry>;
  readonly deciders = new Map<string, string>();
  readonly claims = new Map<string, string>();

  constructor(
    found: ReadonlyMap<string, StreamEntry>,
    private readonly rules: TakeBackRules,
  ) {
    this.streams = new Map(found);
  }

  take({ stream, streamVersion: version, type, data }: LoggedEvent): void {
    const decider = deciderOf(stream, this.rules);
    const before = this.streams.get(stream)?.state ?? decider.initialState();
    const state = decider.evolve(before, { type, data });
    const claimsOf = (each: unknown) => decider.claims?.(each) ?? [];
    for (const key of claimsOf(before)) this.claims.set(key, nobody);
    for (const key of claimsOf(state)) this.claims.set(key, stream);
    this.streams.set(stream, { version, state });
    this.deciders.set(stream, decider.name);
  }
}

function deciderOf(stream: string, { deciders }: TakeBackRules): LooseDecider {
  const kind = stream.slice(0, stream.indexOf('-'));
  const decider = deciders[kind];
  if (!decider) throw new Error(`nobody knows the rules of ${stream}`);
  return decider;
}
