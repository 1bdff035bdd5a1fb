import { newId, type Sql } from '@waybill/event-log';
import type { Drift } from '../../domain/drift';
import type { DifferencesPage, ReconciliationDifference } from '../../domain/reconciliation';
import type { ComparedSubject } from './compared-subjects';
import type { BegunRun } from './runs';
import { differencesTable as table, isHeld, knownTable, runsTable } from './tables';

/** What was found of some accounts or some groups. */
export interface Findings {
  readonly accounts: number;
  readonly groups: number;
  readonly differences: readonly { readonly subject: ComparedSubject; readonly drift: Drift }[];
}

/** Keeps what was found, and how many were compared; nothing for a run that is in other hands. */
export async function keepFindings(sql: Sql, { id, attempt }: BegunRun, findings: Findings): Promise<void> {
  const { accounts, groups, differences } = findings;
  if (accounts + groups + differences.length === 0) return;
  await sql.query({
    name: `keep ${table}`,
    text: `WITH held AS (UPDATE ${runsTable} SET accounts = accounts + $3, groups = groups + $4 WHERE ${isHeld} RETURNING id)
      INSERT INTO ${table} (run, id, directory_id, type, subject, subject_version, samanage_id, display_name, kind,
        member, applied, actual, wanted, who_is_right)
      SELECT held.id, d.id, directory_id, type, subject, subject_version, samanage_id, display_name, kind, member, applied,
        actual, wanted, who_is_right FROM held, json_populate_recordset(NULL::${table}, $5) AS d`,
    values: [id, attempt, accounts, groups, JSON.stringify(differences.map(rowOf))],
  });
}

const rowOf = ({ subject, drift }: Findings['differences'][number]): object => ({
  id: newId(),
  directory_id: subject.directoryId,
  type: subject.type,
  subject: subject.stream,
  subject_version: subject.streamVersion,
  samanage_id: subject.samanageId,
  display_name: subject.displayName,
  kind: drift.kind,
  member: drift.member,
  applied: drift.applied,
  actual: drift.actual,
  wanted: drift.wanted,
  who_is_right: drift.right,
});

/** The differences that a run has found, page by page. */
export async function differencesOf(
  sql: Sql,
  runId: string,
  { after, limit }: DifferencesPage,
): Promise<ReconciliationDifference[]> {
  const { rows } = await sql.query<ReconciliationDifference>({
    name: `list ${table}`,
    text: `SELECT id, directory_id AS "directoryId", type, samanage_id AS "samanageId", display_name AS "displayName", kind,
        member, applied, actual, wanted, who_is_right AS "right", repaired
      FROM ${table} WHERE run = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
    values: [runId, after, limit],
  });
  return rows;
}

/** An account or group with something to repair. */
export interface Repairable extends Pick<ReconciliationDifference, 'type' | 'directoryId' | 'samanageId'> {
  /** Whether it is to be written itself. */
  readonly itself: boolean;
  /** The directory ids of people who are to be brought into it again. */
  readonly members: readonly string[];
}

/** What the directory is right about, by account and group, after one of them. */
export async function repairables(
  sql: Sql,
  runId: string,
  { after, limit }: { readonly after: Repairable | undefined; readonly limit: number },
): Promise<Repairable[]> {
  const { rows } = await sql.query<Repairable>({
    name: `repairable ${table}`,
    text: `SELECT type, directory_id AS "directoryId", samanage_id AS "samanageId",
        bool_or(kind <> 'membership' AND NOT repaired) AS itself,
        coalesce(array_agg(member) FILTER (WHERE kind = 'membership' AND NOT repaired), '{}') AS members
      FROM ${table} WHERE run = $1 AND who_is_right = 'directory' AND ($2::text IS NULL OR (type, directory_id) > ($2, $3::uuid))
      GROUP BY type, directory_id, samanage_id ORDER BY type, directory_id LIMIT $4`,
    values: [runId, after?.type ?? null, after?.directoryId ?? null, limit],
  });
  return rows;
}

/** Notes that a change was opened that writes an account or group again, or that brings its lost members back. */
export async function markRepaired(
  sql: Sql,
  runId: string,
  { type, directoryId }: Repairable,
  of: 'itself' | 'members',
): Promise<void> {
  await sql.query({
    name: `repaired ${table}`,
    text: `UPDATE ${table} SET repaired = true WHERE run = $1 AND type = $2 AND directory_id = $3
      AND who_is_right = 'directory' AND (kind = 'membership') = $4`,
    values: [runId, type, directoryId, of === 'members'],
  });
}

/** What Samanage is right about is known from the end of the run that told it, until more happens to the subject. */
export async function rememberKnown(tx: Sql, runId: string): Promise<void> {
  await tx.query({
    name: `remember ${knownTable}`,
    text: `INSERT INTO ${knownTable} (subject, member, subject_version, actual)
      SELECT DISTINCT ON (subject, member) subject, coalesce(member, ''), subject_version, actual
        FROM ${table} WHERE run = $1 AND who_is_right = 'samanage'
      ON CONFLICT (subject, member) DO UPDATE SET subject_version = excluded.subject_version, actual = excluded.actual`,
    values: [runId],
  });
}
