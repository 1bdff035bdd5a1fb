import type { Sql } from '../database';
import { sourceStream, type Submission } from './submission';
import { type InboxEntry, inboxKey, type StreamEntry, type WorkingSet } from './working-set';

/** Reads what every batch is decided on, all but needed rows; the caller holds the log's lock. */
export async function readWorkingSet(tx: Sql, submissions: readonly Submission[]): Promise<Omit<WorkingSet, 'rows'>> {
  const instructions = submissions.flatMap((submission) => submission.instructions);
  const jobs = new Set(instructions.map(({ command }) => command.jobId));
  const streams = new Set(instructions.map(({ decider, command }) => decider.stream(command as never)));
  const [positions, states, inbox] = await Promise.all([
    readPositions(tx, [...jobs]),
    readStates(tx, [...streams]),
    readInbox(tx, submissions),
  ]);
  return { ...positions, streams: states, inbox };
}

async function readPositions(tx: Sql, jobs: string[]): Promise<Pick<WorkingSet, 'position' | 'jobPositions'>> {
  const { rows } = await tx.query<{ job: string | null; position: number | null }>({
    name: 'read positions',
    text: `SELECT NULL AS job, (SELECT position FROM event_log ORDER BY position DESC LIMIT 1) AS position
      UNION ALL
      SELECT job, (SELECT job_position FROM event_log e WHERE e.job = j.job ORDER BY job_position DESC LIMIT 1)
        FROM unnest($1::text[]) AS j (job)`,
    values: [jobs],
  });
  const jobPositions = new Map<string, number>();
  let position = 0;
  for (const row of rows) {
    if (row.job === null) position = row.position ?? 0;
    else jobPositions.set(row.job, row.position ?? 0);
  }
  return { position, jobPositions };
}

/** The states of streams as they are stored; a stream that does not exist is not in the map. */
export async function readStates(tx: Sql, streams: readonly string[]): Promise<ReadonlyMap<string, StreamEntry>> {
  if (streams.length === 0) return new Map();
  const { rows } = await tx.query<StreamEntry & { stream: string }>({
    name: 'read states',
    text: 'SELECT stream, version, state FROM stream_state WHERE stream = ANY ($1)',
    values: [streams],
  });
  return new Map(rows.map(({ stream, version, state }) => [stream, { version, state }]));
}

async function readInbox(tx: Sql, submissions: readonly Submission[]): Promise<ReadonlyMap<string, InboxEntry>> {
  const origins = submissions.flatMap(({ origin }) => origin ?? []);
  if (origins.length === 0) return new Map();
  const { rows } = await tx.query<{ consumer: string; stream: string; version: number; event_id: string }>({
    name: 'read inbox',
    text: `SELECT consumer, stream, version, event_id FROM inbox
      WHERE consumer = ANY ($1) AND stream = ANY ($2)`,
    values: [[...new Set(origins.map(({ consumer }) => consumer))], [...new Set(origins.map(sourceStream))]],
  });
  return new Map(
    rows.map((row) => [inboxKey(row.consumer, row.stream), { version: row.version, eventId: row.event_id }]),
  );
}

/** Key → the stream that holds it; keys that nobody holds are in the map with `free`. */
export async function readClaimHolders(
  tx: Sql,
  keys: ReadonlySet<string>,
  free: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await tx.query<{ key: string; stream: string }>({
    name: 'read claims',
    text: 'SELECT key, stream FROM claim WHERE key = ANY ($1)',
    values: [[...keys]],
  });
  const holders = new Map([...keys].map((key) => [key, free]));
  for (const { key, stream } of rows) holders.set(key, stream);
  return holders;
}
