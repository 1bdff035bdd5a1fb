import type { AccountOutcomeType, Step } from '@waybill/contracts';

/** The steps at Samanage, in the words of the provisioning log (entra-provisioning.md §6.3). */

const success = (name: string, type: Step['type'], description: string, details: Step['details'] = {}): Step => ({
  name,
  type,
  status: 'success',
  description,
  details,
});

export const matched = (id: number, attribute: string, ours: boolean): Step =>
  success(
    'EntryImport',
    'matching',
    ours
      ? `Found account ${id}, which our create had made although its answer was lost`
      : `Found account ${id} by the matching attribute ${attribute}`,
    { ReportableIdentifier: String(id) },
  );

export const notMatched = (attribute: string): Step =>
  success('EntryImportObjectNotFound', 'matching', `No account has the value of the matching attribute ${attribute}`);

/** @param readAt when all accounts were walked through, ISO 8601 */
export const notMetInWalk = (readAt: string): Step =>
  success('EntryImportObjectNotFound', 'matching', `No account had the address when all were read at ${readAt}`);

/** @param members that are sent with each update, although none of them differs */
export const sentAlways = (members: readonly string[]): Step =>
  success('EntrySynchronizationUpdate', 'processing', `Sent although nothing differs: ${members.join(', ')}`);

export const linkedAccountGone = (id: number): Step => ({
  ...success('EntryImportObjectNotFound', 'import', `Account ${id}, which was linked, is gone at Samanage`),
  status: 'warning',
});

const exports: Readonly<Record<AccountOutcomeType, readonly [name: string, description: string]>> = {
  'samanage.account-created': ['EntryExportAdd', 'The account was created in Samanage'],
  'samanage.account-linked': ['EntryExportUpdate', 'The account was linked and its differences were written'],
  'samanage.account-updated': ['EntryExportUpdate', 'The differences were written to the account in Samanage'],
  'samanage.account-disabled': ['EntryExportUpdateSoftDelete', 'The account was disabled in Samanage'],
  'samanage.account-enabled': ['EntryExportUpdate', 'The account was enabled in Samanage'],
  'samanage.account-deleted': ['EntryExportDelete', 'The account was deleted in Samanage'],
  'samanage.account-unchanged': ['EntrySynchronizationSkip', 'The account was as desired already'],
  'samanage.account-skipped': ['EntrySynchronizationSkip', 'There is no account, and none is wanted'],
};

const skipReasons: Partial<Record<AccountOutcomeType, string>> = {
  'samanage.account-unchanged': 'RedundantExport',
  'samanage.account-skipped': 'NotEffectivelyEntitled',
};

/** The last step of a change that ended at Samanage. */
export function exported(outcomeType: AccountOutcomeType, id: number | null): Step {
  const [name, description] = exports[outcomeType];
  const skipReason = skipReasons[outcomeType];
  const details = {
    ...(id === null ? {} : { ReportableIdentifier: String(id) }),
    ...(skipReason ? { SkipReason: skipReason } : {}),
  };
  return { name, type: 'export', status: skipReason ? 'skipped' : 'success', description, details };
}

const skipped = (description: string, skipReason: string, id: number | null): Step => ({
  name: 'EntrySynchronizationSkip',
  type: 'export',
  status: 'skipped',
  description,
  details: { ...(id === null ? {} : { ReportableIdentifier: String(id) }), SkipReason: skipReason },
});

const vetoes = {
  create: 'There is no account, and creating is switched off in the mapping',
  update: 'The account was left as it is: updating is switched off in the mapping',
  delete: 'The account was left as it is: deleting is switched off in the mapping',
} as const;

/** The last step of a change that the mapping does not let us make (entra-provisioning.md §3.7, `flowTypes`). */
export const vetoed = (action: keyof typeof vetoes, id: number | null): Step =>
  skipped(vetoes[action], 'ActionNotAllowed', id);

/** The last step of a change that would take away the access by which we work (samanage-api.md §8.8). */
export const ownerSpared = (id: number): Step =>
  skipped('The account owns the token of this job, and is never disabled or deleted', 'TokenOwner', id);

/** The last step of a change that says that we have no business with the account any more. */
export const unmanaged = (id: number | null): Step =>
  skipped('The user left the scope, and the job leaves such accounts as they are', 'NotEffectivelyEntitled', id);
