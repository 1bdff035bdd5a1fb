import type { AccountEvent } from '../../domain/account';
import type { InlineReadModel, LoggedEvent, Sql } from '@waybill/event-log';
import type { ChangeReceived } from '@waybill/contracts';

export const accountWorkTable = 'account_work_v2';

/** What a worker needs of a subject that has something to be done. */
export interface AccountWork {
  readonly changeId: string;
  readonly userId: string;
  readonly displayName: string;
  readonly presence: ChangeReceived['data']['presence'];
  readonly account: ChangeReceived['data']['account'];
  readonly allowed: ChangeReceived['data']['allowed'];
  /** Other addresses under which a create was sent whose result is not known. */
  readonly sentUnder: readonly string[];
  /** Changes of the subject that have not ended. */
  readonly waiting: number;
  /** When the newest change was taken over, ISO 8601. */
  readonly since: string;
  /** W3C trace context of the newest change. */
  readonly traceparent?: string;
}

/** Disables go before everything else, so that nobody keeps an access that was taken from him (architecture §6). */
const priorityOf = ({ presence, version }: ChangeReceived['data']): number => {
  if (presence === 'disabled') return 0;
  if (presence === 'absent') return 1;
  return version > 1 ? 2 : 3;
};

interface Change {
  subject: string;
  received: (Pick<AccountWork, 'since' | 'traceparent'> & { job: string; data: ChangeReceived['data'] }) | null;
  begun: number;
  ended: number;
  applied: boolean;
}

/** The list of what is to be done at Samanage: a row a subject, from the first open change to the last. */
export const accountWork: InlineReadModel = {
  name: accountWorkTable,
  apply: async (tx, events) => {
    const changes = [...changesBySubject(events).values()];
    await takeOver(tx, changes);
    await end(tx, changes);
  },
};

function changesBySubject(events: readonly LoggedEvent[]): Map<string, Change> {
  const changes = new Map<string, Change>();
  for (const event of events) {
    const { type, data } = event as unknown as AccountEvent;
    if (!event.stream.startsWith('account-') || type === 'samanage.change-parked') continue;
    const change = changes.get(event.stream) ?? nothingOf(event.stream);
    changes.set(event.stream, change);
    if (type === 'samanage.change-received') {
      const { job, recordedAt: since, metadata } = event;
      change.received = { job, data, since, traceparent: metadata.traceparent };
      change.begun += 1;
    } else {
      change.ended += 1;
      change.applied ||= type !== 'samanage.change-superseded';
    }
  }
  return changes;
}

const nothingOf = (subject: string): Change => ({ subject, received: null, begun: 0, ended: 0, applied: false });

/** `addressOf` in SQL: an array of the address that a create was sent under, if there is one. */
const addressIn = (payload: string): string =>
  `jsonb_path_query_array(jsonb_build_array(coalesce(
    nullif(${payload} #> '{account,values,email}', 'null'),
    ${payload} #> '{account,onCreation,email}', ${payload} #> '{account,ifEmpty,email}')), '$[*] ? (@ != null)')`;

async function takeOver(tx: Sql, changes: readonly Change[]): Promise<void> {
  const rows = changes.flatMap(({ subject, received, begun }) => {
    if (!received) return [];
    const { job, data, since, traceparent } = received;
    const { changeId, userId, displayName, presence, account, allowed } = data;
    const payload: AccountWork = {
      changeId,
      userId,
      displayName,
      presence,
      account,
      allowed,
      sentUnder: [],
      waiting: begun,
      since,
      traceparent,
    };
    return { subject, job, version: data.version, priority: priorityOf(data), due_at: since, attempts: 0, payload };
  });
  if (rows.length === 0) return;
  await tx.query({
    name: `take over ${accountWorkTable}`,
    // A call that is on its way stays on its way, and what it may have created stays findable.
    text: `INSERT INTO ${accountWorkTable} AS w (subject, job, version, priority, due_at, attempts, payload)
      SELECT subject, job, version, priority, due_at, attempts, payload
        FROM json_populate_recordset(NULL::${accountWorkTable}, $1)
      ON CONFLICT (subject) DO UPDATE SET version = excluded.version, priority = excluded.priority, attempts = 0,
        due_at = excluded.due_at,
        payload = excluded.payload || jsonb_build_object(
          'waiting', (w.payload->>'waiting')::int + (excluded.payload->>'waiting')::int,
          'sentUnder', CASE WHEN w.sending IN ('create', 'delete')
            THEN w.payload->'sentUnder' || ${addressIn('w.payload')} ELSE '[]' END)`,
    values: [JSON.stringify(rows)],
  });
}

/** A newer desired state does not wait for what an older one has to wait for. */
export async function hastenNewer(sql: Sql, { subject, version }: { subject: string; version: number }): Promise<void> {
  await sql.query({
    name: `hasten ${accountWorkTable}`,
    text: `UPDATE ${accountWorkTable} SET due_at = now() WHERE subject = $1 AND version > $2`,
    values: [subject, version],
  });
}

async function end(tx: Sql, changes: readonly Change[]): Promise<void> {
  const rows = changes
    .filter(({ ended }) => ended > 0)
    .map(({ subject, ended, applied }) => ({ subject, ended, applied }));
  if (rows.length === 0) return;
  await tx.query({
    name: `end ${accountWorkTable}`,
    text: `UPDATE ${accountWorkTable} w SET
        payload = jsonb_set(w.payload, '{waiting}', to_jsonb((w.payload->>'waiting')::int - done.ended)),
        claimed_by = CASE WHEN done.applied THEN NULL ELSE w.claimed_by END,
        sending = CASE WHEN done.applied THEN NULL ELSE w.sending END,
        sending_since = CASE WHEN done.applied THEN NULL ELSE w.sending_since END,
        due_at = CASE WHEN done.applied THEN now() ELSE w.due_at END
      FROM json_to_recordset($1) AS done (subject text, ended int, applied boolean) WHERE w.subject = done.subject`,
    values: [JSON.stringify(rows)],
  });
  await tx.query({
    name: `clear ${accountWorkTable}`,
    text: `DELETE FROM ${accountWorkTable} WHERE subject = ANY ($1) AND (payload->>'waiting')::int <= 0`,
    values: [rows.map(({ subject }) => subject)],
  });
}
