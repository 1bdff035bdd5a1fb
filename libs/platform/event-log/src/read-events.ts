import type { Sql } from './database';
import type { EventMetadata, LoggedEvent } from './logged-event';

interface EventRow {
  position: number;
  job: string;
  job_position: number;
  stream: string;
  stream_version: number;
  id: string;
  type: string;
  version: number;
  data: unknown;
  metadata: EventMetadata;
  recorded_at: Date;
}

/** Events after a position, in the order of the log. */
export async function readEvents(sql: Sql, after: number, limit: number): Promise<LoggedEvent[]> {
  const { rows } = await sql.query<EventRow>({
    name: 'read events',
    text: `SELECT position, job, job_position, stream, stream_version, id, type, version, data, metadata, recorded_at
      FROM event_log WHERE position > $1 ORDER BY position LIMIT $2`,
    values: [after, limit],
  });
  return rows.map(toEvent);
}

/** All events of one stream, oldest first. */
export async function readStream(sql: Sql, stream: string): Promise<LoggedEvent[]> {
  const { rows } = await sql.query<EventRow>({
    name: 'read stream',
    text: `SELECT position, job, job_position, stream, stream_version, id, type, version, data, metadata, recorded_at
      FROM event_log WHERE stream = $1 ORDER BY stream_version`,
    values: [stream],
  });
  return rows.map(toEvent);
}

const toEvent = (row: EventRow): LoggedEvent => ({
  position: row.position,
  job: row.job,
  jobPosition: row.job_position,
  stream: row.stream,
  streamVersion: row.stream_version,
  id: row.id,
  type: row.type,
  version: row.version,
  data: row.data,
  metadata: row.metadata,
  recordedAt: row.recorded_at.toISOString(),
});
