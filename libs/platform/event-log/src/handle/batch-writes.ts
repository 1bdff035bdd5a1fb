import { PositionSet } from '@waybill/contracts';
import type { Sql } from '../database';
import { insertRows, upsertRows } from '../insert-rows';
import type { LoggedEvent } from '../logged-event';
import { nobody } from './claims';
import type { BatchDecision } from './decide-batch';
import { type Handled, sourceStream, type Submission } from './submission';

const eventColumns = [
  'position',
  'job',
  'job_position',
  'stream',
  'stream_version',
  'id',
  'type',
  'version',
  'data',
  'metadata',
  'recorded_at',
] as const;

/**
 * Writes what a batch decided, one statement a table, all of them issued at once; inline read models are written by
 * the caller.
 */
export async function writeDecision(
  tx: Sql,
  submissions: readonly Submission[],
  decision: BatchDecision,
): Promise<void> {
  await Promise.all([
    insertRows(tx, 'event_log', eventColumns, decision.events.map(eventRow)),
    writeStates(tx, decision),
    writeClaims(tx, decision.claims),
    writeIntake(tx, submissions, decision),
  ]);
}

function writeStates(tx: Sql, { streams, deciders }: BatchDecision): Promise<void> {
  const rows = [...streams].map(([stream, { version, state }]) => ({
    stream,
    decider: deciders.get(stream),
    version,
    state,
  }));
  const columns = ['stream', 'decider', 'version', 'state'];
  return upsertRows(tx, { table: 'stream_state', key: ['stream'], columns }, rows);
}

const eventRow = (event: LoggedEvent): object => ({
  position: event.position,
  job: event.job,
  job_position: event.jobPosition,
  stream: event.stream,
  stream_version: event.streamVersion,
  id: event.id,
  type: event.type,
  version: event.version,
  data: event.data,
  metadata: event.metadata,
  recorded_at: event.recordedAt,
});

async function writeClaims(tx: Sql, claims: BatchDecision['claims']): Promise<void> {
  const free = [...claims].flatMap(([key, stream]) => (stream === nobody ? key : []));
  const held = [...claims].flatMap(([key, stream]) => (stream === nobody ? [] : { key, stream }));
  const freed =
    free.length > 0 &&
    tx.query({ name: 'free claims', text: 'DELETE FROM claim WHERE key = ANY ($1)', values: [free] });
  await Promise.all([freed, upsertRows(tx, { table: 'claim', key: ['key'], columns: ['key', 'stream'] }, held)]);
}

/** The inbox, the messages that wait, and how far each consumer has come: all with the effects themselves. */
async function writeIntake(tx: Sql, submissions: readonly Submission[], decision: BatchDecision): Promise<void> {
  const taken = submissions.flatMap(({ origin }, index) => {
    const result = decision.results[index];
    return origin && result ? [{ origin, result }] : [];
  });
  if (taken.length === 0) return;
  await Promise.all([writeInbox(tx, decision), writeHeld(tx, taken), writeConfirmed(tx, taken)]);
}

function writeInbox(tx: Sql, { inbox }: BatchDecision): Promise<void> {
  const rows = [...inbox].map(([key, { version, eventId }]) => {
    const [consumer, stream] = key.split('\n');
    return { consumer, stream, version, event_id: eventId };
  });
  const columns = ['consumer', 'stream', 'version', 'event_id'];
  return upsertRows(tx, { table: 'inbox', key: ['consumer', 'stream'], columns }, rows);
}

type Taken = { origin: NonNullable<Submission['origin']>; result: Handled };

async function writeHeld(tx: Sql, taken: readonly Taken[]): Promise<void> {
  const key = ({ origin }: Taken) => ({
    consumer: origin.consumer,
    stream: sourceStream(origin),
    version: origin.message.streamVersion,
  });
  const released = taken.filter(({ result }) => result.kind !== 'held').map(key);
  const releasing = tx.query({
    name: 'release held',
    text: `DELETE FROM held_message USING json_populate_recordset(NULL::held_message, $1) AS done
      WHERE held_message.consumer = done.consumer AND held_message.stream = done.stream
        AND held_message.version = done.version`,
    values: [JSON.stringify(released)],
  });
  const held = taken.flatMap((each) =>
    each.result.kind === 'held'
      ? {
          ...key(each),
          message: { source: each.origin.source, ...each.origin.message },
          reason: each.result.reason,
          follows: each.result.follows,
        }
      : [],
  );
  const holding =
    held.length > 0 &&
    tx.query({
      name: 'hold',
      text: `INSERT INTO held_message (consumer, stream, version, message, reason, follows, attempts, next_attempt_at)
      SELECT consumer, stream, version, message, reason, follows, 1, now() + interval '1 second'
        FROM json_populate_recordset(NULL::held_message, $1)
      ON CONFLICT (consumer, stream, version) DO UPDATE SET reason = excluded.reason, follows = excluded.follows,
        attempts = held_message.attempts + 1,
        next_attempt_at = now() + least(interval '5 minutes', interval '1 second' * power(2, held_message.attempts))`,
      values: [JSON.stringify(held)],
    });
  await Promise.all([releasing, holding]);
}

interface Confirmed {
  readonly consumer: string;
  readonly source: string;
  /** The furthest position that was taken in, and its event: what a log that is followed is compared with. */
  readonly position: number;
  readonly event_id: string;
  readonly positions: readonly number[];
  readonly awaited: number;
}

async function writeConfirmed(tx: Sql, taken: readonly Taken[]): Promise<void> {
  const confirmed = new Map<string, Confirmed>();
  for (const { origin, result } of taken) {
    const { consumer, source, message } = origin;
    const key = `${consumer}\n${source}`;
    const before = confirmed.get(key) ?? { consumer, source, position: 0, event_id: '', positions: [], awaited: 0 };
    const further = message.position > before.position ? { position: message.position, event_id: message.id } : {};
    const isAwaited = origin.awaited && result.kind !== 'suppressed';
    const positions = [...before.positions, message.position];
    confirmed.set(key, { ...before, ...further, positions, awaited: before.awaited + (isAwaited ? 1 : 0) });
  }
  const rows = [...confirmed.values()].map(({ positions, ...row }) => ({
    ...row,
    taken: PositionSet.of(positions).toString(),
  }));
  await tx.query({
    name: 'confirm',
    text: `INSERT INTO confirmed_position AS c (consumer, source, position, event_id, awaited, taken)
      SELECT consumer, source, position, event_id, awaited, taken
        FROM json_populate_recordset(NULL::confirmed_position, $1)
      ON CONFLICT (consumer, source) DO UPDATE SET
        position = greatest(c.position, excluded.position),
        event_id = CASE WHEN excluded.position > c.position THEN excluded.event_id ELSE c.event_id END,
        awaited = c.awaited + excluded.awaited,
        taken = c.taken + excluded.taken`,
    values: [JSON.stringify(rows)],
  });
}
