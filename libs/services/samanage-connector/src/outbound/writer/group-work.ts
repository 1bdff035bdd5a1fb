import type { Remark, Step } from '@waybill/contracts';
import { reach, type Sql, type WorkItem } from '@waybill/event-log';
import { type GroupRow, holderOfGroup } from '../../read-models/groups/groups';
import { membersWithoutAccount, pendingMembers } from '../../read-models/memberships/pending-members';
import type { GroupWork } from '../../read-models/work/work-row';
import type { SamanageGroups } from '../api/samanage-groups';
import type { SamanageUsers } from '../api/samanage-users';
import { SamanageFailure } from '../api/samanage-failure';
import { GroupAttempt, type GroupWrite } from '../groups/group-attempt';
import { groupVetoed, membersLeftAlone, membersWritten } from '../groups/group-steps';
import { MembersAttempt } from '../groups/members-attempt';
import type { LogReports } from './log-reports';

export interface GroupWorkParts {
  readonly item: WorkItem<GroupWork>;
  /** Undefined for a group of whom only members were ever told. */
  readonly row: GroupRow | undefined;
  readonly users: SamanageUsers;
  readonly groups: SamanageGroups;
  readonly pool: Sql;
  readonly reports: LogReports;
  readonly licence: (write: GroupWrite) => Promise<void>;
}

/** What is known of the group itself once its own change has ended. */
interface GroupThere {
  readonly samanageId: number | null;
  readonly targetName: string;
  /** Why its members are not written, where they are not. */
  readonly leftAlone: Step | undefined;
}

/**
 * A change of the group was replaced while it was tried once more: what was done stays in doubt, for the newer one to
 * find.
 */
export class Replaced extends Error {}

/** As many rows as are read at once. */
const rowsAtOnce = 500;

/**
 * Brings a group to what it should be: first the group itself, where something is to be done about it, then its members.
 *
 * @throws SamanageFailure when a call does not succeed
 */
export async function workOnGroup(parts: GroupWorkParts): Promise<void> {
  const { row } = parts;
  if (!row?.isOpen) return settleMembers(parts, asKnown(row));
  let there: GroupThere;
  try {
    there = await settleGroup(parts, row);
  } catch (error) {
    // What Samanage refuses of the group itself keeps nobody in it who is to leave.
    if (isRefused(error) && row.samanageId !== null) await settleMembers(parts, asKnown(row));
    throw error;
  }
  await settleMembers(parts, there);
}

const isRefused = (error: unknown): boolean => error instanceof SamanageFailure && error.kind === 'refused';

async function settleMembers(parts: GroupWorkParts, there: GroupThere): Promise<void> {
  const { samanageId, leftAlone } = there;
  const remarks = samanageId === null || leftAlone ? [] : await writeMembers(parts, samanageId);
  if (remarks) await endMembers(parts, there, remarks);
}

async function settleGroup(
  { item, groups, pool, licence, reports }: GroupWorkParts,
  row: GroupRow,
): Promise<GroupThere> {
  const holderOf = (samanageId: number) => holderOfGroup(pool, item.job, samanageId);
  const report = await new GroupAttempt({ groups, item, row, holderOf, licence }).run();
  reach('group.answered');
  if (!(await reports.groupOutcome(item.payload, report))) throw new Replaced();
  reach('group.recorded');
  const { samanageId, targetName } = report.outcome;
  const isDeleted = report.outcomeType === 'samanage.group-deleted';
  return { samanageId: isDeleted ? null : samanageId, targetName, leftAlone: whyLeftAlone(row, samanageId) };
}

function asKnown(row: GroupRow | undefined): GroupThere {
  const samanageId = row?.samanageId ?? null;
  return { samanageId, targetName: row?.applied?.name ?? '', leftAlone: whyLeftAlone(row, samanageId) };
}

function whyLeftAlone(row: GroupRow | undefined, samanageId: number | null): Step | undefined {
  if (row?.presence !== 'present' || samanageId === null) return membersLeftAlone(samanageId);
  return row.allowed.update ? undefined : groupVetoed('update', samanageId);
}

/** Undefined when the group turned out to be gone: then it is looked for again, and its members are written after that. */
async function writeMembers(parts: GroupWorkParts, samanageId: number): Promise<readonly Remark[] | undefined> {
  const { item, users, groups, pool, reports, licence } = parts;
  const { groupId } = item.payload;
  const attempt = new MembersAttempt({
    groups,
    users,
    samanageId,
    licence: () => licence('members'),
    pending: (without) => pendingMembers(pool, groupId, { limit: rowsAtOnce, without, upTo: item.version }),
    written: (written) => reports.memberships(item.payload, { ...written, groupId, samanageId }),
  });
  try {
    await attempt.run();
    return attempt.remarks;
  } catch (error) {
    if (!(error instanceof SamanageFailure) || error.kind !== 'not-found') throw error;
    await reports.groupGone(item.payload);
    return undefined;
  }
}

async function endMembers(
  { item, pool, reports }: GroupWorkParts,
  { samanageId, targetName, leftAlone }: GroupThere,
  remarks: readonly Remark[],
): Promise<void> {
  const { payload, version, attempts } = item;
  const isWritten = samanageId !== null && !leftAlone;
  await reports.membersEnded(payload, {
    version,
    samanageId,
    targetName,
    isWritten,
    waiting: isWritten ? await membersWithoutAccount(pool, payload.groupId) : {},
    remarks: [...remarks],
    steps: [leftAlone ?? membersWritten(samanageId ?? 0)],
    attempts,
    durationMilliseconds: Math.max(0, Date.now() - Date.parse(payload.since)),
  });
}
