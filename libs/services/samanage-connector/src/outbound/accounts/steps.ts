import type { AccountOutcomeType, Step } from '@waybill/contracts';
import { exportedStep, reported, skippedStep, succeeded, vetoedStep } from '../common-steps';

/** The steps at Samanage, in the words of the provisioning log (entra-provisioning.md §6.3). */

export const matched = (id: number, attribute: string, ours: boolean): Step =>
  succeeded(
    'EntryImport',
    'matching',
    ours
      ? `Found account ${id}, which our create had made although its answer was lost`
      : `Found account ${id} by the matching attribute ${attribute}`,
    reported(id),
  );

export const notMatched = (attribute: string): Step =>
  succeeded('EntryImportObjectNotFound', 'matching', `No account has the value of the matching attribute ${attribute}`);

/** @param readAt when all accounts were walked through, ISO 8601 */
export const notMetInWalk = (readAt: string): Step =>
  succeeded('EntryImportObjectNotFound', 'matching', `No account had the address when all were read at ${readAt}`);

/** @param members that are sent with each update, although none of them differs */
export const sentAlways = (members: readonly string[]): Step =>
  succeeded('EntrySynchronizationUpdate', 'processing', `Sent although nothing differs: ${members.join(', ')}`);

export const linkedAccountGone = (id: number): Step => ({
  ...succeeded('EntryImportObjectNotFound', 'import', `Account ${id}, which was linked, is gone at Samanage`),
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

/** The last step of a change that ended at Samanage. */
export const exported = (outcomeType: AccountOutcomeType, id: number | null): Step =>
  exportedStep(outcomeType, exports[outcomeType], id);

/** The last step of a change that the mapping does not let us make. */
export const vetoed = (action: 'create' | 'update' | 'delete', id: number | null): Step =>
  vetoedStep('account', action, id);

/** The last step of a change that would take away the access by which we work (samanage-api.md §8.8). */
export const ownerSpared = (id: number): Step =>
  skippedStep('The account owns the token of this job, and is never disabled or deleted', 'TokenOwner', id);

/** The last step of a change that says that we have no business with the account any more. */
export const unmanaged = (id: number | null): Step =>
  skippedStep('The user left the scope, and the job leaves such accounts as they are', 'NotEffectivelyEntitled', id);
