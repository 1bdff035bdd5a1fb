import type { GroupOutcomeType, Step } from '@waybill/contracts';

/** The steps of groups at Samanage, in the words of the provisioning log (entra-provisioning.md §6.3). */

const success = (name: string, type: Step['type'], description: string, details: Step['details'] = {}): Step => ({
  name,
  type,
  status: 'success',
  description,
  details,
});

const reported = (id: number | null): Step['details'] => (id === null ? {} : { ReportableIdentifier: String(id) });

export const groupMatched = (id: number, ours: boolean): Step =>
  success(
    'EntryImport',
    'matching',
    ours
      ? `Found group ${id}, which our create had made although its answer was lost`
      : `Found group ${id} by its name`,
    reported(id),
  );

export const groupNotMatched: Step = success(
  'EntryImportObjectNotFound',
  'matching',
  'No group has the value of the matching attribute name',
);

export const linkedGroupGone = (id: number): Step => ({
  ...success('EntryImportObjectNotFound', 'import', `Group ${id}, which was linked, is gone at Samanage`),
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

const skipReasons: Partial<Record<GroupOutcomeType, string>> = {
  'samanage.group-unchanged': 'RedundantExport',
  'samanage.group-skipped': 'NotEffectivelyEntitled',
};

/** The last step of a change of a group that ended at Samanage. */
export function groupExported(outcomeType: GroupOutcomeType, id: number | null): Step {
  const [name, description] = exports[outcomeType];
  const reason = skipReasons[outcomeType];
  const details = { ...reported(id), ...(reason ? { SkipReason: reason } : {}) };
  return { name, type: 'export', status: reason ? 'skipped' : 'success', description, details };
}

const skipped = (description: string, reason: string, id: number | null): Step => ({
  name: 'EntrySynchronizationSkip',
  type: 'export',
  status: 'skipped',
  description,
  details: { ...reported(id), SkipReason: reason },
});

const vetoes = {
  create: 'There is no group, and creating is switched off in the mapping',
  update: 'The group was left as it is: updating is switched off in the mapping',
  delete: 'The group was left as it is: deleting is switched off in the mapping',
} as const;

/** The last step of a change that the mapping does not let us make (entra-provisioning.md §3.7, `flowTypes`). */
export const groupVetoed = (action: keyof typeof vetoes, id: number | null): Step =>
  skipped(vetoes[action], 'ActionNotAllowed', id);

/** The last step of a change that says that we have no business with the group any more. */
export const groupUnmanaged = (id: number | null): Step =>
  skipped('The group left the scope, and the job leaves such groups as they are', 'NotEffectivelyEntitled', id);

/** The last step of a change of members of a group that is not to be written. */
export const membersLeftAlone = (id: number | null): Step =>
  skipped('The group is not provisioned, and so its members are not either', 'NotEffectivelyEntitled', id);

/** The last step of a change of members that was worked off. */
export const membersWritten = (id: number): Step =>
  success('EntryExportUpdate', 'export', 'The members of the group were written to Samanage', reported(id));
