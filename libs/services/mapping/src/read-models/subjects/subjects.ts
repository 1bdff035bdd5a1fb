import type { AccountDesired, GroupDesired, GroupTakenIn, MembersDesired, UserTakenIn } from '@waybill/contracts';
import { type InlineReadModel, type LoggedEvent, type Migration, roleOf, type Sql } from '@waybill/event-log';

export const subjectsTable = 'subject_v1';

export const subjectsMigration = (schema: string): Migration => ({
  name: 'Subjects1764000000109',
  statements: [
    `CREATE TABLE ${schema}.${subjectsTable} (
       subject_id   uuid PRIMARY KEY,
       subject_type text NOT NULL,
       job          text NOT NULL,
       presence     text,
       snapshot_due boolean
     ) WITH (fillfactor = 80)`,
    `CREATE INDEX ON ${schema}.${subjectsTable} (subject_id) WHERE snapshot_due`,
    `CREATE INDEX ON ${schema}.${subjectsTable} (job, subject_type, subject_id)`,
    `CREATE INDEX ON ${schema}.${subjectsTable} (job) WHERE presence = 'enabled'`,
    // Whose account is wanted counts from the beginning, as the deletion brake takes a share of it.
    `INSERT INTO ${schema}.${subjectsTable} (subject_id, subject_type, job, presence)
       SELECT DISTINCT ON (stream) substr(stream, length('account-') + 1)::uuid, 'User', job, data->>'presence'
       FROM ${schema}.event_log WHERE type = 'mapping.account-desired' ORDER BY stream, stream_version DESC`,
    `GRANT SELECT, INSERT, UPDATE ON ${schema}.${subjectsTable} TO ${roleOf(schema)}`,
  ],
});

type Told = UserTakenIn | GroupTakenIn | AccountDesired | GroupDesired | MembersDesired;

interface SubjectRow {
  readonly subject_id: string;
  readonly subject_type: 'User' | 'Group';
  readonly job: string;
  /** Null where an event says nothing of it. */
  readonly presence: string | null;
  readonly snapshot_due: boolean | null;
}

/** The users and groups of each job, with what was wanted of them last. */
export const subjects: InlineReadModel = {
  name: subjectsTable,
  apply: async (tx, events) => {
    const rows = rowsOf(events);
    if (rows.size === 0) return;
    await tx.query({
      name: `follow ${subjectsTable}`,
      text: `INSERT INTO ${subjectsTable} AS s SELECT * FROM json_populate_recordset(NULL::${subjectsTable}, $1)
        ON CONFLICT (subject_id) DO UPDATE SET presence = coalesce(excluded.presence, s.presence),
            snapshot_due = coalesce(excluded.snapshot_due, s.snapshot_due)
          WHERE (coalesce(excluded.presence, s.presence), coalesce(excluded.snapshot_due, s.snapshot_due))
            IS DISTINCT FROM (s.presence, s.snapshot_due)`,
      values: [JSON.stringify([...rows.values()])],
    });
  },
};

/** What a batch comes to: of each subject, the last that was told of each column. */
function rowsOf(events: readonly LoggedEvent[]): Map<string, SubjectRow> {
  const rows = new Map<string, SubjectRow>();
  for (const event of events) {
    const row = rowOf(event as unknown as Told, event.job);
    if (row) rows.set(row.subject_id, laterOf(rows.get(row.subject_id), row));
  }
  return rows;
}

const laterOf = (before: SubjectRow | undefined, row: SubjectRow): SubjectRow => ({
  ...row,
  presence: row.presence ?? before?.presence ?? null,
  snapshot_due: row.snapshot_due ?? before?.snapshot_due ?? null,
});

function rowOf({ type, data }: Told, job: string): SubjectRow | undefined {
  const user = (presence: string | null) =>
    ({
      subject_id: (data as UserTakenIn['data']).userId,
      subject_type: 'User',
      job,
      presence,
      snapshot_due: null,
    }) as const;
  const group = (presence: string | null, snapshot_due: boolean | null) =>
    ({
      subject_id: (data as GroupTakenIn['data']).groupId,
      subject_type: 'Group',
      job,
      presence,
      snapshot_due,
    }) as const;
  switch (type) {
    case 'mapping.user-taken-in':
      return user(null);
    case 'mapping.account-desired':
      return user(data.presence);
    case 'mapping.group-taken-in':
      return group(null, stillDue(data.resource));
    case 'mapping.group-desired':
      return group(data.presence, data.snapshotFollows);
    case 'mapping.members-desired':
      return data.snapshot && data.part === data.parts ? group(null, false) : undefined;
    default:
      return undefined;
  }
}

/** Of a group that was deleted there is nobody to be told any more. */
const stillDue = (resource: object | null): false | null => (resource === null ? false : null);

/** The groups whose members are all to be told, each with its job. */
export async function dueSnapshots(sql: Sql): Promise<{ job: string; groupId: string }[]> {
  const { rows } = await sql.query<{ job: string; groupId: string }>({
    name: 'due snapshots',
    text: `SELECT job, subject_id AS "groupId" FROM ${subjectsTable} WHERE snapshot_due LIMIT 100`,
  });
  return rows;
}
