import type { Sql } from '@waybill/event-log';
import { type JobNotices, unknownJob } from '../../domain/notifications/job-notices';
import { noticeStateTable } from './mail-tables';

/** What is remembered of a job, and the last event of our log that it includes. */
export interface NoticeState {
  readonly position: number;
  readonly state: JobNotices;
}

interface Row {
  job: string;
  position: number;
  heard_at: Date | null;
  silent_since: Date | null;
  state: Omit<JobNotices, 'heardAt' | 'silentSince'>;
}

/** Reads what is remembered of some jobs, and keeps anybody else from changing it until the transaction ends. */
export async function lockNoticeStates(tx: Sql, jobs: readonly string[]): Promise<Map<string, NoticeState>> {
  const { rows } = await tx.query<Row>({
    name: `lock ${noticeStateTable}`,
    text: `SELECT * FROM ${noticeStateTable} WHERE job = ANY ($1) ORDER BY job FOR UPDATE`,
    values: [jobs],
  });
  return new Map(rows.map(({ job, position, ...row }) => [job, { position, state: stateOf(row) }]));
}

const stateOf = ({ heard_at, silent_since, state }: Omit<Row, 'job' | 'position'>): JobNotices => ({
  ...unknownJob,
  ...state,
  heardAt: heard_at?.toISOString() ?? null,
  silentSince: silent_since?.toISOString() ?? null,
});

export async function keepNoticeStates(tx: Sql, states: ReadonlyMap<string, NoticeState>): Promise<void> {
  const rows = [...states].map(
    ([
      job,
      {
        position,
        state: { heardAt, silentSince, ...state },
      },
    ]) => ({
      job,
      position,
      heard_at: heardAt,
      silent_since: silentSince,
      state,
    }),
  );
  if (rows.length === 0) return;
  await tx.query({
    name: `keep ${noticeStateTable}`,
    text: `INSERT INTO ${noticeStateTable} SELECT * FROM json_populate_recordset(NULL::${noticeStateTable}, $1)
      ON CONFLICT (job) DO UPDATE SET position = excluded.position, heard_at = excluded.heard_at,
        silent_since = excluded.silent_since, state = excluded.state`,
    values: [JSON.stringify(rows)],
  });
}
