import type { AccountOutcomeType, Step } from '@waybill/contracts';

/** The steps at Samanage, in the words of the provisioning log (entra-provisioning.md §6.3). */

const success = (name: string, type: Step['type'], description: string, details: Step['details'] = {}): Step => ({
  name,
  type,
  status: 'success',
  description,
  details,
});

export const matched = (id: number, ours: boolean): Step =>
  success(
    'EntryImport',
    'matching',
    ours
      ? `Found account ${id}, which our create had made although its answer was lost`
      : `Found account ${id} by the matching attribute`,
    { ReportableIdentifier: String(id) },
  );

export const notMatched = (): Step =>
  success('EntryImportObjectNotFound', 'matching', 'No account has the value of the matching attribute');

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
