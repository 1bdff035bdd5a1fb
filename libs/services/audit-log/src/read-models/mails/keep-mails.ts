import type { Sql } from '@waybill/event-log';
import { v5 as uuidv5 } from 'uuid';
import { letterOf } from '../../domain/notifications/letters';
import type { JobNotices } from '../../domain/notifications/job-notices';
import type { Notice } from '../../domain/notifications/notice';
import { addressesIn } from '../../domain/notifications/notifications';
import { mailTable } from './mail-tables';

/** What a mail needs besides its notice. */
export interface Post {
  /** Under which people reach the API; null where nobody said so. */
  readonly publicUrl: string | null;
  /** Whom a mail goes to where the job names nobody. */
  readonly recipients: readonly string[];
}

/** A notice, and the job it is of. */
export interface NoticeOfJob {
  readonly jobId: string;
  readonly state: Pick<JobNotices, 'name' | 'recipients'>;
  readonly notice: Notice;
}

/** What the id of a mail is made from, with its key: so one that is written down again has the id it had. */
const ids = '6f1c0f5e-6f0b-5d4c-9d0b-6a0d8a3c2b11';

/** So that the letter can say how many there are: the first is seldom the only one. */
const gatherSeconds: Readonly<Partial<Record<Notice['kind'], number>>> = { 'deletions-held-back': 60 };

const nobody = 'there are no recipients: neither does the job name any, nor the configuration';

/**
 * Writes mails down to be sent. What was written down before stays one mail; until the first attempt to send it, it
 * says what is known last.
 */
export async function keepMails(tx: Sql, given: readonly NoticeOfJob[], post: Post): Promise<void> {
  const rows = new Map(given.map((each) => [each.notice.key, rowOf(each, post)]));
  if (rows.size === 0) return;
  await tx.query({
    name: `keep ${mailTable}`,
    text: `INSERT INTO ${mailTable} AS m
        (id, job, kind, dedupe_key, at, subject, body, recipients, due_at, last_error)
      SELECT id, job, kind, dedupe_key, at, subject, body, recipients,
             CASE WHEN recipients <> '{}' THEN now() + make_interval(secs => gather) END,
             CASE WHEN recipients = '{}' THEN $2 END
        FROM json_to_recordset($1) AS g (id uuid, job text, kind text, dedupe_key text, at timestamptz,
             subject text, body text, recipients text[], gather int)
      ON CONFLICT (dedupe_key) DO UPDATE SET subject = excluded.subject, body = excluded.body
       WHERE m.attempts = 0 AND m.sent_at IS NULL`,
    values: [JSON.stringify([...rows.values()]), nobody],
  });
}

function rowOf({ jobId, state, notice }: NoticeOfJob, { publicUrl, recipients }: Post) {
  const { kind, key, at } = notice;
  const letter = letterOf(notice, { jobId, jobName: state.name, publicUrl });
  const named = addressesIn(state.recipients ?? []);
  return {
    id: uuidv5(key, ids),
    job: jobId,
    kind,
    dedupe_key: key,
    at,
    ...letter,
    recipients: named.length > 0 ? named : recipients,
    gather: gatherSeconds[kind] ?? 0,
  };
}
