import type { DesiredValues, GroupOutcomeType, Step } from '@waybill/contracts';
import type { WorkItem } from '@waybill/event-log';
import { differencesBetween, missingFrom, notTakenOver } from '../../domain/differences';
import { groupOnCreation, groupOnUpdate, groupValuesOf } from '../../domain/group/group-values';
import type { Values } from '../../domain/values';
import type { GroupRow } from '../../read-models/groups/groups';
import type { GroupWork } from '../../read-models/work/work-row';
import type { SamanageGroups } from '../api/samanage-groups';
import { goneIsUndefined } from '../api/samanage-failure';
import { type GroupFindings, type GroupReport, groupReport } from './group-report';
import { GroupSearch, type LocatedGroup } from './group-search';
import * as steps from './group-steps';

/** A write to a group; what is on its way when a worker is lost has one of these names. */
export type GroupWrite = 'create' | 'update' | 'delete' | 'members';

export interface GroupAttemptOptions {
  readonly groups: SamanageGroups;
  readonly item: WorkItem<GroupWork>;
  readonly row: GroupRow;
  /** The directory group that a group at Samanage is linked to. */
  readonly holderOf: (samanageId: number) => Promise<string | undefined>;
  /** Makes the intent durable, just before the call; throws when nothing may be sent. */
  readonly licence: (write: GroupWrite) => Promise<void>;
}

/**
 * One attempt to make a group what it should be, apart from its members: find it, compare it, write the difference, and
 * compare the answer (architecture §6). It may be repeated after any doubt.
 */
export class GroupAttempt {
  private readonly search: GroupSearch;

  constructor(private readonly options: GroupAttemptOptions) {
    this.search = new GroupSearch(options.groups, options.item, options.row, options.holderOf);
  }

  /** @throws SamanageFailure when a call does not succeed */
  async run(): Promise<GroupReport> {
    const { presence } = this.options.row;
    const whyLeftAlone = this.whyLeftAlone();
    if (whyLeftAlone) return this.asKnown(whyLeftAlone);
    const located = await this.search.locate();
    if (presence === 'absent') return located ? this.remove(located) : this.nothingThere();
    return located ? this.reconcile(located) : this.createIfAllowed();
  }

  private whyLeftAlone(): Step | undefined {
    const { presence, allowed, samanageId } = this.options.row;
    if (presence === 'unmanaged') return steps.groupUnmanaged(samanageId);
    return presence === 'absent' && !allowed.delete ? steps.groupVetoed('delete', samanageId) : undefined;
  }

  private async createIfAllowed(): Promise<GroupReport> {
    const { desired, allowed } = this.options.row;
    if (!desired) return this.nothingThere();
    if (allowed.create) return this.create(desired);
    return this.report({ outcomeType: 'samanage.group-skipped', lastStep: steps.groupVetoed('create', null) });
  }

  private async create(wanted: DesiredValues): Promise<GroupReport> {
    const desired = groupOnCreation(wanted);
    const group = await this.options.groups.create(desired, () => this.options.licence('create'));
    const after = groupValuesOf(group);
    const untaken = notTakenOver(desired, after);
    return this.report({ outcomeType: 'samanage.group-created', id: group.id, before: null, after, untaken });
  }

  private async reconcile({ group, how }: LocatedGroup): Promise<GroupReport> {
    const actual = groupValuesOf(group);
    const { refused, allowed, desired: wanted } = this.options.row;
    const desired = wanted ? groupOnUpdate(wanted, actual) : {};
    const missing = missingFrom(actual, desired, refused);
    const before = how === 'ours' ? null : actual;
    const found = { id: group.id, before, refused: stillRefused(refused, desired, actual) };
    const isWritten = Object.keys(missing).length > 0;
    if (isWritten && !allowed.update) {
      const lastStep = steps.groupVetoed('update', group.id);
      return this.report({ outcomeType: 'samanage.group-skipped', ...found, after: actual, lastStep });
    }
    if (!isWritten) return this.report({ outcomeType: outcomeTypeOf(how, false), ...found, after: actual });
    const write = how === 'ours' ? 'create' : 'update';
    const written = await this.options.groups.update(group.id, missing, () => this.options.licence(write));
    const after = groupValuesOf(written);
    const changed = differencesBetween(before, after).length > 0;
    const untaken = notTakenOver(missing, after);
    return this.report({ outcomeType: outcomeTypeOf(how, changed), ...found, after, untaken });
  }

  private async remove({ group }: LocatedGroup): Promise<GroupReport> {
    await this.options.groups.delete(group.id, () => this.options.licence('delete')).catch(goneIsUndefined);
    return this.report({ outcomeType: 'samanage.group-deleted', id: group.id, before: groupValuesOf(group) });
  }

  private nothingThere(): GroupReport {
    const { samanageId: id, applied } = this.options.row;
    // A delete whose answer was lost has left nothing to be found.
    if (this.options.item.sending === 'delete' && id !== null) {
      return this.report({ outcomeType: 'samanage.group-deleted', id, before: applied ?? {} });
    }
    return this.report({ outcomeType: 'samanage.group-skipped' });
  }

  /** Samanage is not called at all; what is known of the group stays known. */
  private asKnown(lastStep: Step): GroupReport {
    const { samanageId: id, applied, refused } = this.options.row;
    return this.report({
      outcomeType: 'samanage.group-skipped',
      id,
      before: applied,
      after: applied,
      refused,
      lastStep,
    });
  }

  private report(findings: GroupFindings): GroupReport {
    return groupReport(this.options, findings, this.search);
  }
}

const outcomes = { linked: 'samanage.group-updated', matched: 'samanage.group-linked' } as const;

/** A group that was found and is as it should be has become ours all the same, if it was not. */
function outcomeTypeOf(how: LocatedGroup['how'], changed: boolean): GroupOutcomeType {
  if (how === 'ours') return 'samanage.group-created';
  return changed ? outcomes[how] : 'samanage.group-unchanged';
}

/** What Samanage did not take over before, is still wanted, and is still not there. */
function stillRefused(refused: Values, desired: Values, actual: Values): Values {
  const wanted = Object.entries(refused).filter(([member, value]) => desired[member] === value);
  return notTakenOver(Object.fromEntries(wanted), actual);
}
