import type { DesiredValues, Remark, Step } from '@waybill/contracts';
import type { WorkItem } from '@waybill/event-log';
import { groupNameIn, isRealGroup } from '../../domain/group/group-values';
import type { SamanageRecord } from '../../domain/values';
import type { GroupRow } from '../../read-models/groups/groups';
import type { GroupWork } from '../../read-models/work/work-row';
import type { SamanageGroups } from '../api/samanage-groups';
import { goneIsUndefined, SamanageFailure } from '../api/samanage-failure';
import * as steps from './group-steps';

export interface LocatedGroup {
  readonly group: SamanageRecord;
  /** `ours`: a create of ours made it, whose answer was lost. */
  readonly how: 'linked' | 'matched' | 'ours';
}

/** So long a lost create is looked for before another one is sent. */
const settleMilliseconds = 30_000;

/** Finds the group of a directory group: by its link, else by its name (architecture §6). */
export class GroupSearch {
  readonly steps: Step[] = [];
  readonly remarks: Remark[] = [];

  constructor(
    private readonly groups: SamanageGroups,
    private readonly item: WorkItem<GroupWork>,
    private readonly row: GroupRow,
    private readonly holderOf: (samanageId: number) => Promise<string | undefined>,
  ) {}

  /**
   * @throws SamanageFailure when a call does not succeed, or when more than one group has the name: nothing protects a
   *   name at Samanage, and none is picked silently (reliability.md §1.8, crash point 10)
   */
  async locate(): Promise<LocatedGroup | undefined> {
    return (await this.linked()) ?? this.named();
  }

  private async linked(): Promise<LocatedGroup | undefined> {
    const { samanageId } = this.row;
    if (samanageId === null) return undefined;
    const group = await this.groups.get(samanageId).catch(goneIsUndefined);
    if (group && isRealGroup(group)) return { group, how: 'linked' };
    // One that we were deleting is gone as it should be.
    if (!group && this.item.sending === 'delete') return undefined;
    if (group) throw new SamanageFailure('refused', 'InvalidAnchor', `${samanageId} is no group that has members`);
    this.steps.push(steps.linkedGroupGone(samanageId));
    this.remarks.push({ code: 'GroupMatchedAgain', field: null, text: `Group ${samanageId} was gone.` });
    return undefined;
  }

  private async named(): Promise<LocatedGroup | undefined> {
    for (const name of this.namesLookedFor()) {
      const group = await this.match(name);
      if (group) return { group, how: this.isOurs ? 'ours' : 'matched' };
    }
    this.assertSettled();
    return undefined;
  }

  /**
   * Filters may lag behind writes, and no name is protected: what a lost create has made may only be found later
   * (reliability.md §1.8, crash point 4).
   */
  private assertSettled(): void {
    const { sending, sendingSince } = this.item;
    if (sending !== 'create' || !sendingSince || Date.now() - sendingSince.getTime() > settleMilliseconds) return;
    throw new SamanageFailure('ambiguous', 'Timeout', 'A group may have been created, and is not found yet');
  }

  private async match(name: string): Promise<SamanageRecord | undefined> {
    const found = await this.groups.find(name);
    if (found.length > 1) {
      const reason = `${found.length} groups have the name "${name}", which is the matching attribute`;
      throw new SamanageFailure('refused', 'DuplicateTargetEntries', reason);
    }
    const [group] = found;
    if (group) await this.assertFree(group.id);
    this.steps.push(group ? steps.groupMatched(group.id, this.isOurs) : steps.groupNotMatched);
    return group;
  }

  /** Two groups of the directory may have one name; the group at Samanage is the first one's. */
  private async assertFree(samanageId: number): Promise<void> {
    const holder = await this.holderOf(samanageId);
    if (holder === undefined || holder === this.item.payload.groupId) return;
    const reason = `group ${samanageId} belongs to ${holder}, another group of the directory`;
    throw new SamanageFailure('refused', 'DuplicateSourceEntries', reason);
  }

  /** Whether what is found may be the work of a lost create: its own, or one that was to be deleted right away. */
  private get isOurs(): boolean {
    const { sending } = this.item;
    return sending === 'create' || (sending === 'delete' && this.row.samanageId === null);
  }

  /**
   * Under what the group is looked for, each once: where a create of ours may have made it, first by the names it was
   * sent under. One that should not be there is looked for only so: others are not ours.
   */
  private namesLookedFor(): string[] {
    const { presence, desired } = this.row;
    const matching = desired ? matchingNames(desired) : [];
    const own = desired ? (groupNameIn(desired) ?? []) : [];
    if (this.isOurs) return [...new Set([...this.item.payload.sentUnder, ...[own].flat(), ...matching])];
    if (presence !== 'present') return [];
    return matching.length > 0 ? matching : [own].flat();
  }
}

const matchingNames = ({ matching }: DesiredValues): string[] =>
  matching.filter(({ attribute }) => attribute === 'name').map(({ value }) => value);
