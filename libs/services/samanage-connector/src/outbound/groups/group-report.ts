import type { GroupOutcomeType, Remark, Step } from '@waybill/contracts';
import type { WorkItem } from '@waybill/event-log';
import { differencesBetween, notTakenOverRemarks, redactedDifferences, redactedIn } from '../../domain/differences';
import type { ReportedGroupOutcome } from '../../domain/group/group';
import type { Values } from '../../domain/values';
import type { GroupRow } from '../../read-models/groups/groups';
import type { GroupWork } from '../../read-models/work/work-row';
import { groupExported } from './group-steps';

export interface GroupReport {
  readonly outcomeType: GroupOutcomeType;
  readonly outcome: ReportedGroupOutcome;
}

/** What an attempt has found and done. */
export interface GroupFindings {
  readonly outcomeType: GroupOutcomeType;
  readonly id?: number | null;
  /** Null where there was none. */
  readonly before?: Values | null;
  /** Null where there is none any more. */
  readonly after?: Values | null;
  /** What was sent and not taken over. */
  readonly untaken?: Values;
  /** What was not taken over before, and is not sent again. */
  readonly refused?: Values;
  /** Instead of the last step that goes with the outcome. */
  readonly lastStep?: Step;
}

const nothingFound = { id: null, before: null, after: null, untaken: {}, refused: {} } as const;

/** What the log is told of a change of a group that ended, without the values that no log may show. */
export function groupReport(
  { item, row }: { readonly item: WorkItem<GroupWork>; readonly row: GroupRow },
  findings: GroupFindings,
  search: { readonly remarks: readonly Remark[]; readonly steps: readonly Step[] },
): GroupReport {
  const { outcomeType, lastStep, ...found } = findings;
  const { id, before, after, untaken, refused } = { ...nothingFound, ...found };
  const redacted = row.desired?.redacted ?? [];
  const outcome: ReportedGroupOutcome = {
    changeId: row.changeId,
    version: item.version,
    samanageId: id,
    targetName: redactedIn(redacted, 'name', nameIn(after, before)) ?? '',
    differences: redactedDifferences(differencesIn(outcomeType, before, after), redacted),
    remarks: [...search.remarks, ...notTakenOverRemarks(untaken, redacted)],
    steps: [...search.steps, lastStep ?? groupExported(outcomeType, id)],
    applied: after,
    refusedFields: { ...refused, ...untaken },
    attempts: item.attempts,
    durationMilliseconds: Math.max(0, Date.now() - Date.parse(item.payload.since)),
  };
  return { outcomeType, outcome };
}

const nameIn = (after: Values | null, before: Values | null): string | null => after?.name ?? before?.name ?? null;

function differencesIn(outcomeType: GroupOutcomeType, before: Values | null, after: Values | null) {
  if (after) return differencesBetween(before, after);
  return outcomeType === 'samanage.group-deleted' ? differencesBetween(before, {}) : [];
}
