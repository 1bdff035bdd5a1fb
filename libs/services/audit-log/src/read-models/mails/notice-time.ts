import type { Sql } from '@waybill/event-log';
import { type JobNotices, unknownJob } from '../../domain/notifications/job-notices';
import { keepMails, type NoticeOfJob, type Post } from './keep-mails';
import { mailTable, noticeStateTable, scimTokenTable } from './mail-tables';

/** While older events wait to be taken in, what is remembered says nothing of now. */
const hasCaughtUp = `NOT EXISTS (SELECT 1 FROM event_log
   WHERE position > (SELECT position FROM subscription WHERE name = '${mailTable}')
     AND recorded_at < now() - interval '1 minute')`;

interface Found {
  job: string;
  now: Date;
  /** Null where nothing is remembered of the job. */
  state: Partial<JobNotices> | null;
}

const ofJob = ({ job: jobId, state }: Found, notice: NoticeOfJob['notice']): NoticeOfJob => ({
  jobId,
  state: { ...unknownJob, ...state },
  notice,
});

/** Writes a mail down for each job whose directory was not heard for so many hours, once a silence. */
export async function noticeSilence(tx: Sql, hours: number, post: Post): Promise<void> {
  const { rows } = await tx.query<Found & { silent_since: Date }>({
    name: 'notice silence',
    text: `UPDATE ${noticeStateTable} SET silent_since = heard_at
      WHERE silent_since IS NULL AND heard_at <= now() - make_interval(hours => $1) AND ${hasCaughtUp}
      RETURNING job, silent_since, state, now()`,
    values: [hours],
  });
  const notices = rows.map((row) => {
    const since = row.silent_since.toISOString();
    const key = `directory-silent/${row.job}/${since}`;
    return ofJob(row, { kind: 'directory-silent', key, at: row.now.toISOString(), since, hours });
  });
  await keepMails(tx, notices, post);
}

/** How long before its end a token is written about; of several that have passed, the last counts. */
const daysBefore = [14, 1];

/** Writes a mail down for each token of a SCIM endpoint that is about to expire, and was not revoked. */
export async function noticeExpiry(tx: Sql, post: Post): Promise<void> {
  const { rows } = await tx.query<Found & { label: string; expires_at: Date; dedupe_key: string }>({
    name: 'notice expiry',
    text: `SELECT t.job, t.label, t.expires_at, due.dedupe_key, s.state, now()
      FROM ${scimTokenTable} t
      CROSS JOIN LATERAL (SELECT 'token-expires/' || t.token_id || '/' || min(days) AS dedupe_key
          FROM unnest($1::int[]) AS days WHERE t.expires_at <= now() + make_interval(days => days)) due
      LEFT JOIN ${noticeStateTable} s ON s.job = t.job
      WHERE NOT t.revoked AND t.expires_at > now() AND due.dedupe_key IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM ${mailTable} m WHERE m.dedupe_key = due.dedupe_key) AND ${hasCaughtUp}`,
    values: [daysBefore],
  });
  const notices = rows.map((row) => {
    const { label, dedupe_key: key } = row;
    const times = { at: row.now.toISOString(), expiresAt: row.expires_at.toISOString() };
    return ofJob(row, { kind: 'token-expires', key, label, ...times });
  });
  await keepMails(tx, notices, post);
}
