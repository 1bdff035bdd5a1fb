import { type DesiredValues, type GroupChangeReceived, type GroupOutcome, groupOutcomes } from '@waybill/contracts';
import { type InlineReadModel, type LoggedEvent, type Migration, roleOf, type Sql } from '@waybill/event-log';
import type { GroupEvent } from '../../domain/group/group-state';
import { accountLinksTable } from '../account-links/account-links';
import { forgetMemberships } from '../memberships/memberships';
import type { GroupValues } from '../../domain/group/group-values';

export const groupsTable = 'group_v1';
const table = groupsTable;

/** What a group should be at Samanage, and what is known of it there. */
export interface GroupRow {
  readonly groupId: string;
  readonly presence: GroupChangeReceived['data']['presence'];
  readonly desired: DesiredValues | null;
  readonly allowed: GroupChangeReceived['data']['allowed'];
  /** The newest change of the group itself. */
  readonly changeId: string;
  /** Whether that has not ended. */
  readonly isOpen: boolean;
  /** Null where there is no group (any more). */
  readonly samanageId: number | null;
  /** The group as Samanage answered last. */
  readonly applied: GroupValues | null;
  /** Fields that Samanage did not take over, with the value that was sent. */
  readonly refused: GroupValues;
}

export const groupsMigration = (schema: string): Migration => ({
  name: 'Groups1764000000111',
  statements: [
    `CREATE TABLE ${schema}.${table} (
       group_id     uuid    PRIMARY KEY,
       job          text    NOT NULL,
       presence     text    NOT NULL,
       desired      jsonb,
       allowed      jsonb   NOT NULL,
       change_id    uuid    NOT NULL,
       is_open      boolean NOT NULL,
       samanage_id  bigint,
       applied      jsonb,
       refused      jsonb   NOT NULL DEFAULT '{}'
     )`,
    `CREATE INDEX ON ${schema}.${table} (job, samanage_id)`,
    // Whom an account or group belongs to is asked of both tables; the one of accounts was there before.
    `CREATE INDEX ON ${schema}.${accountLinksTable} (job, samanage_id)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table} TO ${roleOf(schema)}`,
  ],
});

/** Follows what is wanted of groups, and what became of it. */
export const groups: InlineReadModel = {
  name: table,
  apply: async (tx, events) => {
    for (const event of events) {
      if (event.stream.startsWith('group-')) await applyEvent(tx, event);
    }
  },
};

/** Changes of groups are rare beside those of people, so each is a statement of its own. */
async function applyEvent(tx: Sql, event: LoggedEvent): Promise<void> {
  const { type, data } = event as unknown as GroupEvent;
  if (outcomeTypes.has(type)) return end(tx, { type, data } as GroupOutcome);
  switch (type) {
    case 'samanage.group-change-received':
      return desire(tx, event.job, data);
    case 'samanage.change-abandoned':
      return update(tx, 'abandon', `is_open = false, presence = 'unmanaged'`, [data.subjectId, data.changeId]);
    case 'samanage.change-edited': {
      const values = [data.subjectId, data.changeId, JSON.stringify(data.account)];
      return update(tx, 'edit', `desired = jsonb_set(desired, '{values}', (desired->'values') || $3::jsonb)`, values);
    }
    case 'samanage.link-set':
      return relink(tx, data.subjectId, data.samanageId);
    case 'samanage.link-removed':
      return relink(tx, data.subjectId, null);
    default:
      return undefined;
  }
}

const outcomeTypes: ReadonlySet<string> = new Set(groupOutcomes.map(({ type }) => type));

async function desire(tx: Sql, job: string, data: GroupChangeReceived['data']): Promise<void> {
  const { groupId, presence, group, allowed, changeId } = data;
  await tx.query({
    name: `desire ${table}`,
    text: `INSERT INTO ${table} (group_id, job, presence, desired, allowed, change_id, is_open)
      VALUES ($1, $2, $3, $4, $5, $6, true)
      ON CONFLICT (group_id) DO UPDATE SET presence = excluded.presence, desired = excluded.desired,
        allowed = excluded.allowed, change_id = excluded.change_id, is_open = true`,
    values: [groupId, job, presence, JSON.stringify(group), JSON.stringify(allowed), changeId],
  });
}

async function end(tx: Sql, { type, data }: GroupOutcome): Promise<void> {
  const { groupId, changeId, samanageId, applied, refusedFields } = data;
  const before = await groupRow(tx, groupId);
  if (before?.samanageId !== samanageId) await forgetMemberships(tx, groupId);
  await tx.query({
    name: `end ${table}`,
    text: `UPDATE ${table} SET samanage_id = $2, applied = $3, refused = $4,
      is_open = is_open AND change_id <> $5 WHERE group_id = $1`,
    values: [
      groupId,
      type === 'samanage.group-deleted' ? null : samanageId,
      JSON.stringify(applied),
      JSON.stringify(refusedFields),
      changeId,
    ],
  });
}

async function update(tx: Sql, what: string, set: string, values: readonly unknown[]): Promise<void> {
  await tx.query({
    name: `${what} ${table}`,
    text: `UPDATE ${table} SET ${set} WHERE group_id = $1 AND change_id = $2`,
    values: [...values],
  });
}

async function relink(tx: Sql, groupId: string, samanageId: number | null): Promise<void> {
  await tx.query({
    name: `relink ${table}`,
    text: `UPDATE ${table} SET samanage_id = $2, applied = NULL, refused = '{}' WHERE group_id = $1`,
    values: [groupId, samanageId],
  });
}

/** A group by its directory id. */
export async function groupRow(sql: Sql, groupId: string): Promise<GroupRow | undefined> {
  const { rows } = await sql.query<GroupRow>({
    name: `read ${table}`,
    text: `SELECT group_id AS "groupId", presence, desired, allowed, change_id AS "changeId", is_open AS "isOpen",
        samanage_id AS "samanageId", applied, refused FROM ${table} WHERE group_id = $1`,
    values: [groupId],
  });
  return rows[0];
}

/** The directory group that a group at Samanage is linked to. */
export async function holderOfGroup(sql: Sql, job: string, samanageId: number): Promise<string | undefined> {
  const { rows } = await sql.query<{ groupId: string }>({
    name: 'holder of group',
    text: `SELECT group_id AS "groupId" FROM ${table} WHERE job = $1 AND samanage_id = $2 LIMIT 1`,
    values: [job, samanageId],
  });
  return rows[0]?.groupId;
}
