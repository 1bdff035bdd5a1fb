import type { TenantRead } from '@waybill/contracts';
import { type InlineReadModel, type Migration, roleOf, type Sql } from '@waybill/event-log';

const accounts = 'tenant_account_v1';
const walks = 'tenant_walk_v1';

export const tenantMigration = (schema: string): Migration => ({
  name: 'Tenant1764000000114',
  statements: [
    `CREATE TABLE ${schema}.${accounts} (
       job         text NOT NULL,
       walk        uuid NOT NULL,
       samanage_id bigint NOT NULL,
       email       text NOT NULL,
       PRIMARY KEY (walk, samanage_id)
     )`,
    `CREATE INDEX ON ${schema}.${accounts} (walk, email)`,
    `CREATE INDEX ON ${schema}.${accounts} (job)`,
    // The last walk of a job that came to its end.
    `CREATE TABLE ${schema}.${walks} (job text PRIMARY KEY, walk uuid NOT NULL, read_at timestamptz NOT NULL)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${accounts}, ${schema}.${walks} TO ${roleOf(schema)}`,
  ],
});

/** The addresses that the last whole walk through an account has met. */
export const tenantAccounts: InlineReadModel = {
  name: accounts,
  apply: async (tx, events) => {
    for (const event of events) {
      if (event.type === 'samanage.tenant-read') await keep(tx, event.job, event.data as TenantRead['data']);
    }
  },
};

async function keep(tx: Sql, job: string, { readId, part, parts, at, users }: TenantRead['data']): Promise<void> {
  await tx.query({
    name: `keep ${accounts}`,
    text: `INSERT INTO ${accounts} (job, walk, samanage_id, email)
      SELECT $1, $2, id, lower(email) FROM json_to_recordset($3) AS u (id bigint, email text)
      ON CONFLICT DO NOTHING`,
    values: [job, readId, JSON.stringify(users)],
  });
  if (part < parts) return;
  await tx.query({
    name: `switch ${walks}`,
    text: `INSERT INTO ${walks} (job, walk, read_at) VALUES ($1, $2, $3)
      ON CONFLICT (job) DO UPDATE SET walk = excluded.walk, read_at = excluded.read_at`,
    values: [job, readId, at],
  });
  await tx.query({
    name: `forget ${accounts}`,
    text: `DELETE FROM ${accounts} WHERE job = $1 AND walk <> $2`,
    values: [job, readId],
  });
}

/** A walk through all accounts is believed that long; after that each is looked up again. */
const believedHours = 24;

export interface TenantAddresses {
  /** ISO 8601, UTC. */
  readonly readAt: string;
  /** Whether the walk met an address; in any letter case. */
  has(address: string): boolean;
}

/** Which of some addresses the last walk has met; undefined where there was none lately. */
export async function tenantAddresses(
  sql: Sql,
  job: string,
  addresses: readonly string[],
): Promise<TenantAddresses | undefined> {
  if (addresses.length === 0) return undefined;
  const { rows } = await sql.query<{ readAt: Date; met: string[] }>({
    name: 'tenant addresses',
    text: `SELECT read_at AS "readAt", ARRAY(SELECT email FROM ${accounts} a WHERE a.walk = w.walk AND email = ANY ($2)) AS met
      FROM ${walks} w WHERE job = $1 AND read_at > now() - make_interval(hours => ${believedHours})`,
    values: [job, addresses.map((address) => address.trim().toLowerCase())],
  });
  const [row] = rows;
  if (!row) return undefined;
  const met = new Set(row.met);
  return { readAt: row.readAt.toISOString(), has: (address) => met.has(address.trim().toLowerCase()) };
}

/** When the last walk of a job ended. */
export async function lastWalk(sql: Sql, job: string): Promise<Date | undefined> {
  const { rows } = await sql.query<{ readAt: Date }>({
    name: 'last walk',
    text: `SELECT read_at AS "readAt" FROM ${walks} WHERE job = $1`,
    values: [job],
  });
  return rows[0]?.readAt;
}
