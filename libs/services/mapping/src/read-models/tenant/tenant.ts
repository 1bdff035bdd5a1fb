import type { TenantRead, TenantTakenIn } from '@waybill/contracts';
import { type InlineReadModel, type Migration, roleOf, type Sql } from '@waybill/event-log';
import { comparable, KnownTenant, type Match, type TenantEntry } from '../../domain/plan/known-tenant';

export const tenantReadsTable = 'tenant_read_v1';
const partTable = 'tenant_part_v1';
const entryTable = 'tenant_entry_v1';

/** Who is at Samanage: rows under the id of the walk that found them, which of its parts came, and which walk counts. */
export const tenantMigration = (schema: string): Migration => ({
  name: 'Tenant1764000000118',
  statements: [
    `CREATE TABLE ${schema}.${tenantReadsTable} (
       job     text        PRIMARY KEY,
       read_id uuid        NOT NULL,
       at      timestamptz NOT NULL
     )`,
    `CREATE TABLE ${schema}.${partTable} (
       job     text        NOT NULL,
       read_id uuid        NOT NULL,
       part    integer     NOT NULL,
       at      timestamptz NOT NULL,
       PRIMARY KEY (job, read_id, part)
     )`,
    `CREATE TABLE ${schema}.${entryTable} (
       job         text    NOT NULL,
       read_id     uuid    NOT NULL,
       entry_type  text    NOT NULL,
       samanage_id bigint  NOT NULL,
       email       text,
       name        text    NOT NULL,
       disabled    boolean NOT NULL,
       PRIMARY KEY (job, read_id, entry_type, samanage_id)
     )`,
    `CREATE INDEX ON ${schema}.${entryTable} (job, read_id, entry_type, email)`,
    `CREATE INDEX ON ${schema}.${entryTable} (job, read_id, entry_type, name)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${tenantReadsTable}, ${schema}.${partTable},
       ${schema}.${entryTable} TO ${roleOf(schema)}`,
  ],
});

/**
 * Puts down a part of a walk. Nobody sees it until the walk counts, so that it may be put down again: that it was read is
 * said last.
 */
export async function collectTenantPart(sql: Sql, job: string, part: TenantRead['data']): Promise<void> {
  const { readId, part: number, at, users, groups } = part;
  const rows = [
    ...users.map(({ id, email, name, disabled }) => rowOf('User', { id, email: fold('email', email), name, disabled })),
    ...groups.map(({ id, name }) => rowOf('Group', { id, email: null, name, disabled: false })),
  ].map((row) => ({ job, read_id: readId, ...row }));
  await sql.query({
    name: 'collect tenant entries',
    // A walk that takes long may find somebody on two pages.
    text: `INSERT INTO ${entryTable} SELECT * FROM json_populate_recordset(NULL::${entryTable}, $1)
      ON CONFLICT DO NOTHING`,
    values: [JSON.stringify(rows)],
  });
  await sql.query({
    name: 'collect tenant part',
    text: `INSERT INTO ${partTable} VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    values: [job, readId, number, at],
  });
}

const fold = (attribute: string, value: string): string => comparable({ attribute, value });

const rowOf = (
  type: 'User' | 'Group',
  { id, email, name, disabled }: { id: number; email: string | null; name: string; disabled: boolean },
) => ({ entry_type: type, samanage_id: id, email, name: fold('name', name), disabled });

/** Lets a walk count whose parts are all there, and takes away those before it. */
export const tenantReads: InlineReadModel = {
  name: tenantReadsTable,
  apply: async (tx, events) => {
    for (const event of events) {
      const { type, data } = event as unknown as TenantTakenIn;
      if (type !== 'mapping.tenant-taken-in') continue;
      await tx.query({
        name: `follow ${tenantReadsTable}`,
        // Parts of a walk after this one may have come already; parts of one that was lost with its rows never do.
        text: `WITH counting AS (
            INSERT INTO ${tenantReadsTable} (job, read_id, at)
              SELECT $1, $2, $4 FROM ${partTable} WHERE job = $1 AND read_id = $2::uuid HAVING count(*) = $3
            ON CONFLICT (job) DO UPDATE SET read_id = excluded.read_id, at = excluded.at RETURNING job, read_id, at
          ), former AS (
            DELETE FROM ${partTable} p USING counting c WHERE p.job = c.job AND p.read_id <> c.read_id AND p.at < c.at
            RETURNING p.job, p.read_id
          )
          DELETE FROM ${entryTable} e USING (SELECT DISTINCT job, read_id FROM former) f
            WHERE e.job = f.job AND e.read_id = f.read_id`,
        values: [event.job, data.readId, data.parts, data.at],
      });
    }
  },
};

/** Of whom it is asked, and by what. */
export interface TenantQuestion {
  readonly type: 'User' | 'Group';
  readonly matches: readonly Match[];
}

/** Whoever has one of the values; null where no walk through the job's account was taken in. */
export async function tenantEntries(
  sql: Sql,
  job: string,
  { type, matches }: TenantQuestion,
): Promise<KnownTenant | null> {
  const valuesOf = (attribute: string) =>
    matches.filter((match) => match.attribute === attribute).map((match) => comparable(match));
  const columns = 'samanage_id AS "samanageId", email, name, disabled';
  const ofTheRead = `FROM ${entryTable} e JOIN ${tenantReadsTable} r USING (job, read_id)
    WHERE e.job = $1 AND e.entry_type = $2`;
  const { rows } = await sql.query<{ known: boolean; entries: readonly TenantEntry[] }>({
    name: 'tenant entries',
    text: `SELECT EXISTS (SELECT FROM ${tenantReadsTable} WHERE job = $1) AS known,
      (SELECT coalesce(json_agg(found), '[]') FROM (
        SELECT ${columns} ${ofTheRead} AND e.email = ANY ($3)
        UNION SELECT ${columns} ${ofTheRead} AND e.name = ANY ($4)) found) AS entries`,
    values: [job, type, valuesOf('email'), valuesOf('name')],
  });
  const [answer] = rows;
  return answer?.known ? new KnownTenant(answer.entries) : null;
}
