import type { GroupOutcomeType, Step } from '@waybill/contracts';
import { exportedStep, reported, skippedStep, succeeded, vetoedStep } from '../common-steps';

/** The steps of groups at Samanage, in the words of the provisioning log (entra-provisioning.md §6.3). */

export const groupMatched = (id: number, ours: boolean): Step =>
  succeeded(
    'EntryImport',
    'matching',
    ours
      ? `Found group ${id}, which our create had made although its answer was lost`
      : `Found group ${id} by its name`,
    reported(id),
  );

export const groupNotMatched: Step = succeeded(
  'EntryImportObjectNotFound',
  'matching',
  'No group has the value of the matching attribute name',
);

export const linkedGroupGone = (id: number): Step => ({
  ...succeeded('EntryImportObjectNotFound', 'import', `Group ${id}, which was linked, is gone at Samanage`),
  status: 'warning',
});

const exports: Readonly<Record<GroupOutcomeType, readonly [name: string, description: string]>> = {
  'samanage.group-created': ['EntryExportAdd', 'The group was created in Samanage'],
  'samanage.group-linked': ['EntryExportUpdate', 'The group was linked and its differences were written'],
  'samanage.group-updated': ['EntryExportUpdate', 'The differences were written to the group in Samanage'],
  'samanage.group-deleted': ['EntryExportDelete', 'The group was deleted in Samanage'],
  'samanage.group-unchanged': ['EntrySynchronizationSkip', 'The group was as desired already'],
  'samanage.group-skipped': ['EntrySynchronizationSkip', 'There is no group, and none is wanted'],
};

/** The last step of a change of a group that ended at Samanage. */
export const groupExported = (outcomeType: GroupOutcomeType, id: number | null): Step =>
  exportedStep(outcomeType, exports[outcomeType], id);

/** The last step of a change that the mapping does not let us make. */
export const groupVetoed = (action: 'create' | 'update' | 'delete', id: number | null): Step =>
  vetoedStep('group', action, id);

/** The last step of a change that says that we have no business with the group any more. */
export const groupUnmanaged = (id: number | null): Step =>
  skippedStep('The group left the scope, and the job leaves such groups as they are', 'NotEffectivelyEntitled', id);

/** The last step of a change of members of a group that is not to be written. */
export const membersLeftAlone = (id: number | null): Step =>
  skippedStep('The group is not provisioned, and so its members are not either', 'NotEffectivelyEntitled', id);

/** The last step of a change of members that was worked off. */
export const membersWritten = (id: number): Step =>
  succeeded('EntryExportUpdate', 'export', 'The members of the group were written to Samanage', reported(id));
