import type {
  AccountOutcome,
  GroupOutcome,
  LinkRemoved,
  MembershipsWritten,
  MembersReceived,
} from '@waybill/contracts';
import { type InlineReadModel, type LoggedEvent, type Migration, roleOf, type Sql } from '@waybill/event-log';
import { accountMatchedAgain } from '../../domain/account/account';
import { accountLinksTable } from '../account-links/account-links';

export const membershipsTable = 'group_member_v1';
const table = membershipsTable;

export const membershipsMigration = (schema: string): Migration => ({
  name: 'Memberships1764000000112',
  statements: [
    `CREATE TABLE ${schema}.${table} (
       group_id      uuid    NOT NULL,
       user_id       uuid    NOT NULL,
       wanted        boolean NOT NULL,
       version       integer NOT NULL,
       change_id     uuid    NOT NULL,
       is_member     boolean NOT NULL,
       membership_id bigint,
       failed        text,
       PRIMARY KEY (group_id, user_id)
     )`,
    // What is to be done of a group of 50,000 is found without looking at the others.
    `CREATE INDEX ON ${schema}.${table} (group_id) WHERE wanted <> is_member`,
    `CREATE INDEX ON ${schema}.${table} (user_id)`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${schema}.${table} TO ${roleOf(schema)}`,
  ],
});

/**
 * Folds what is wanted of members into rows, a person and group each: deltas as they come, a snapshot with its last
 * part, and what calls have done (architecture §1).
 */
export const memberships: InlineReadModel = {
  name: table,
  apply: async (tx, events) => {
    for (const event of events) await applyEvent(tx, event);
    await retryFor(tx, events.flatMap(appearedIn));
    await forgetMembers(tx, events.flatMap(whoseAccountIsAnother));
  },
};

async function applyEvent(tx: Sql, event: LoggedEvent): Promise<void> {
  const { data } = event as { data: unknown };
  switch (event.type) {
    case 'samanage.members-received':
      return want(tx, data as MembersReceived['data']);
    case 'samanage.memberships-written':
      return written(tx, data as MembershipsWritten['data']);
    case 'samanage.change-abandoned':
      return giveUp(tx, (data as { changeId: string }).changeId);
    case 'samanage.group-deleted':
      return forgetGroup(tx, data as GroupOutcome['data']);
    case 'samanage.link-set':
    case 'samanage.link-removed':
      return relinked(tx, data as LinkRemoved['data']);
    default:
      return undefined;
  }
}

/** Who could not join with an account that was gone may join with the one that he has now. */
const appearedIn = ({ type, data }: LoggedEvent): string[] =>
  type === 'samanage.account-created' || type === 'samanage.account-linked'
    ? [(data as AccountOutcome['data']).userId]
    : [];

async function retryFor(tx: Sql, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  await tx.query({
    name: `retry ${table}`,
    text: `UPDATE ${table} SET failed = NULL WHERE user_id = ANY ($1) AND failed IS NOT NULL`,
    values: [userIds],
  });
}

async function want(tx: Sql, data: MembersReceived['data']): Promise<void> {
  const { groupId, version, changeId, added, removed, part, parts, snapshot, cause } = data;
  await tx.query({
    name: `join ${table}`,
    // A reference that appeared says nothing new: it may not bring back whom a newer change took out, even if he has
    // left since it was found.
    // Whoever is about to leave may have been taken out already, so he is to join whatever we know.
    text: `INSERT INTO ${table} AS m (group_id, user_id, wanted, version, change_id, is_member)
      SELECT $1, user_id, true, $2, $3, false FROM unnest($4::uuid[]) AS user_id
        WHERE NOT $5 OR EXISTS (SELECT FROM ${table} there WHERE there.group_id = $1 AND there.user_id = user_id.user_id)
      ON CONFLICT (group_id, user_id) DO UPDATE SET wanted = true, is_member = m.wanted AND m.is_member,
        version = CASE WHEN $5 THEN m.version ELSE excluded.version END, change_id = excluded.change_id, failed = NULL
        WHERE CASE WHEN $5 THEN m.wanted ELSE m.version <= excluded.version END`,
    values: [groupId, version, changeId, [...new Set(added)], cause === 'reference-appeared'],
  });
  // Whoever is about to join may have been taken in already, so he is to leave whatever we know.
  const leaves = `wanted = false, is_member = m.is_member OR (m.wanted AND EXISTS (
      SELECT FROM ${accountLinksTable} l WHERE l.user_id = m.user_id AND l.samanage_id IS NOT NULL)),
    version = $2, change_id = $3, failed = NULL WHERE group_id = $1`;
  await tx.query({
    name: `leave ${table}`,
    text: `UPDATE ${table} m SET ${leaves} AND user_id = ANY ($4) AND version <= $2`,
    values: [groupId, version, changeId, removed],
  });
  if (!snapshot || part < parts) return;
  await tx.query({
    name: `rest ${table}`,
    // The parts of a snapshot are told together, so their versions follow each other.
    text: `UPDATE ${table} m SET ${leaves} AND wanted AND version < $4`,
    values: [groupId, version, changeId, version - parts + 1],
  });
}

async function written(tx: Sql, { groupId, added, removed, failed }: MembershipsWritten['data']): Promise<void> {
  await tx.query({
    name: `joined ${table}`,
    text: `UPDATE ${table} m SET is_member = true, membership_id = j."membershipId", failed = NULL
      FROM json_to_recordset($2) AS j ("userId" uuid, "membershipId" bigint)
      WHERE m.group_id = $1 AND m.user_id = j."userId"`,
    values: [groupId, JSON.stringify(added)],
  });
  await tx.query({
    name: `left ${table}`,
    text: `UPDATE ${table} SET is_member = false, membership_id = NULL WHERE group_id = $1 AND user_id = ANY ($2)`,
    values: [groupId, removed],
  });
  await tx.query({
    name: `failed ${table}`,
    text: `UPDATE ${table} m SET failed = f.code FROM json_to_recordset($2) AS f ("userId" uuid, code text)
      WHERE m.group_id = $1 AND m.user_id = f."userId"`,
    values: [groupId, JSON.stringify(failed)],
  });
  await tx.query({
    name: `clear ${table}`,
    text: `DELETE FROM ${table} WHERE group_id = $1 AND user_id = ANY ($2) AND NOT wanted`,
    values: [groupId, removed],
  });
}

/** What an admin gave up is not tried again. */
async function giveUp(tx: Sql, changeId: string): Promise<void> {
  await tx.query({
    name: `give up ${table}`,
    text: `UPDATE ${table} SET wanted = is_member WHERE change_id = $1 AND wanted <> is_member`,
    values: [changeId],
  });
}

/** A group was deleted; who is to be in the one that was wanted meanwhile is newer, and stays. */
async function forgetGroup(tx: Sql, { groupId, version }: GroupOutcome['data']): Promise<void> {
  const text = `DELETE FROM ${table} WHERE group_id = $1 AND version <= $2`;
  await tx.query({ name: `forget ${table}`, text, values: [groupId, version] });
  await forgetMemberships(tx, groupId);
}

/** Behind another link there are other memberships. */
const relinked = (tx: Sql, { subjectId, subjectType }: LinkRemoved['data']): Promise<void> =>
  subjectType === 'User' ? forgetMembers(tx, [subjectId]) : forgetMemberships(tx, subjectId);

/** Nobody is a member yet of a group that has become another one at Samanage. */
export async function forgetMemberships(tx: Sql, groupId: string): Promise<void> {
  await tx.query({
    name: `relink ${table}`,
    text: `UPDATE ${table} SET is_member = false, membership_id = NULL, failed = NULL WHERE group_id = $1`,
    values: [groupId],
  });
}

/** The accounts of these people are in no group (any more). */
async function forgetMembers(tx: Sql, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  await tx.query({
    name: `forget members ${table}`,
    text: `UPDATE ${table} SET is_member = false, membership_id = NULL, failed = NULL WHERE user_id = ANY ($1) AND is_member`,
    values: [[...userIds]],
  });
}

/** Of whom there is no account any more, or another one than before. */
function whoseAccountIsAnother({ type, data }: LoggedEvent): string[] {
  if (!type.startsWith('samanage.account-')) return [];
  const { userId, remarks } = data as AccountOutcome['data'];
  const isAnother =
    type === 'samanage.account-created' ||
    type === 'samanage.account-deleted' ||
    remarks.some(({ code }) => code === accountMatchedAgain);
  return isAnother ? [userId] : [];
}
