import type { AccountOutcome, LinkRemoved, LinkSet } from '@waybill/contracts';
import { type InlineReadModel, type Migration, roleOf, type Sql, upsertRows } from '@waybill/event-log';
import type { AccountValues } from '../../domain/account/account-members';

export const accountLinksTable = 'account_link_v1';
const table = accountLinksTable;

/** What is known of an account at Samanage, by the directory user it belongs to. */
export interface AccountLink {
  readonly userId: string;
  /** Null where there is no account (any more). */
  readonly samanageId: number | null;
  /** The account as Samanage answered last. */
  readonly applied: AccountValues | null;
  /** Fields that Samanage did not take over, with the value that was sent. */
  readonly refused: AccountValues;
  /** Somebody the account refers to who had no account, or none of the address that we knew. */
  readonly waitsFor: string | null;
}

export const accountLinksMigration = (schema: string): Migration => ({
  name: 'AccountLinks1764000000101',
  statements: [
    `CREATE TABLE ${schema}.${table} (
       user_id         uuid   PRIMARY KEY,
       job             text   NOT NULL,
       samanage_id     bigint,
       applied         jsonb,
       refused         jsonb  NOT NULL,
       waits_for       uuid
     )`,
    `CREATE INDEX ON ${schema}.${table} (waits_for) WHERE waits_for IS NOT NULL`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table} TO ${roleOf(schema)}`,
  ],
});

/** Follows the outcomes: the link, the values, and the reference that is still missing. */
export const accountLinks: InlineReadModel = {
  name: table,
  apply: async (tx, events) => {
    const rows = new Map<string, object>();
    for (const event of events) {
      const row = rowAfter(event as unknown as AccountOutcome | LinkSet | LinkRemoved);
      if (row) rows.set(row.user_id, { ...row, job: event.job });
    }
    const columns = ['user_id', 'job', 'samanage_id', 'applied', 'refused', 'waits_for'];
    await upsertRows(tx, { table, key: ['user_id'], columns }, [...rows.values()]);
  },
};

interface LinkRow {
  readonly user_id: string;
  readonly samanage_id: number | null;
  readonly applied: AccountValues | null;
  readonly refused: AccountValues;
  readonly waits_for: string | null;
}

const unlinked = { samanage_id: null, applied: null, refused: {}, waits_for: null } as const;

function rowAfter({ type, data }: AccountOutcome | LinkSet | LinkRemoved): LinkRow | undefined {
  if (type === 'samanage.link-set' || type === 'samanage.link-removed') {
    if (data.subjectType !== 'User') return undefined;
    // What the account behind another link looks like is found out when it is worked on.
    return { ...unlinked, user_id: data.subjectId, samanage_id: type === 'samanage.link-set' ? data.samanageId : null };
  }
  if (!/^samanage\.account-/.test(type)) return undefined;
  const { userId: user_id, samanageId, applied, refusedFields: refused, waitsFor: waits_for } = data;
  return { user_id, samanage_id: type === 'samanage.account-deleted' ? null : samanageId, applied, refused, waits_for };
}

/** The links of directory users, by id; users without any are not in the map. */
export async function linksOf(sql: Sql, userIds: readonly string[]): Promise<ReadonlyMap<string, AccountLink>> {
  const { rows } = await sql.query<AccountLink>({
    name: 'read links',
    text: `SELECT user_id AS "userId", samanage_id AS "samanageId", applied, refused, waits_for AS "waitsFor"
      FROM ${table} WHERE user_id = ANY ($1)`,
    values: [userIds],
  });
  return new Map(rows.map((row) => [row.userId, row]));
}

/** `d` refers to `m`, who has another address at Samanage than one that it did not take over. */
const isResolvable = `m.samanage_id IS NOT NULL AND m.applied->>'email' IS NOT NULL
  AND lower(m.applied->>'email') <> lower(coalesce(d.refused->>'reports_to', ''))`;

/** The directory users of a job whose reference can be resolved now. */
export async function resolvableReferences(sql: Sql, job: string): Promise<string[]> {
  const { rows } = await sql.query<{ userId: string }>({
    name: 'resolvable references',
    text: `SELECT d.user_id AS "userId" FROM ${table} d JOIN ${table} m ON m.user_id = d.waits_for
      WHERE d.job = $1 AND ${isResolvable}`,
    values: [job],
  });
  return rows.map(({ userId }) => userId);
}

/** The same, as far as it has to do with some users: those who wait for them, and they themselves. */
export async function resolvableReferencesAround(sql: Sql, userIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql.query<{ userId: string }>({
    name: 'resolvable references around',
    text: `SELECT d.user_id AS "userId" FROM ${table} d JOIN ${table} m ON m.user_id = d.waits_for
        WHERE d.waits_for = ANY ($1) AND ${isResolvable}
      UNION SELECT d.user_id FROM ${table} d JOIN ${table} m ON m.user_id = d.waits_for
        WHERE d.user_id = ANY ($1) AND ${isResolvable}`,
    values: [userIds],
  });
  return rows.map(({ userId }) => userId);
}

/** The directory user whom an account is linked to. */
export async function holderOfAccount(sql: Sql, job: string, samanageId: number): Promise<string | undefined> {
  const { rows } = await sql.query<{ userId: string }>({
    name: 'holder of account',
    text: `SELECT user_id AS "userId" FROM ${table} WHERE job = $1 AND samanage_id = $2 LIMIT 1`,
    values: [job, samanageId],
  });
  return rows[0]?.userId;
}
