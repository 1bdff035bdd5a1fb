import type { Step } from '@waybill/contracts';

/** Steps at Samanage that are told alike of accounts and groups, in the words of the provisioning log (entra-provisioning.md §6.3). */

export const succeeded = (
  name: string,
  type: Step['type'],
  description: string,
  details: Step['details'] = {},
): Step => ({ name, type, status: 'success', description, details });

/** How a record of Samanage is named in a step; none where there is no record. */
export const reported = (id: number | null): Step['details'] =>
  id === null ? {} : { ReportableIdentifier: String(id) };

/** A last step that did nothing. */
export const skippedStep = (description: string, skipReason: string, id: number | null): Step => ({
  name: 'EntrySynchronizationSkip',
  type: 'export',
  status: 'skipped',
  description,
  details: { ...reported(id), SkipReason: skipReason },
});

const skipReasons: Readonly<Record<string, string>> = {
  unchanged: 'RedundantExport',
  skipped: 'NotEffectivelyEntitled',
};

/** The last step of a change that ended at Samanage, by the last word of its outcome's type. */
export function exportedStep(
  outcomeType: string,
  [name, description]: readonly [name: string, description: string],
  id: number | null,
): Step {
  const skipReason = skipReasons[outcomeType.slice(outcomeType.lastIndexOf('-') + 1)];
  if (skipReason) return { ...skippedStep(description, skipReason, id), name };
  return succeeded(name, 'export', description, reported(id));
}

/** The last step of a change that the mapping does not let us make (entra-provisioning.md §3.7, `flowTypes`). */
export const vetoedStep = (what: string, action: 'create' | 'update' | 'delete', id: number | null): Step =>
  skippedStep(
    action === 'create'
      ? `There is no ${what}, and creating is switched off in the mapping`
      : `The ${what} was left as it is: ${action === 'update' ? 'updating' : 'deleting'} is switched off in the mapping`,
    'ActionNotAllowed',
    id,
  );
