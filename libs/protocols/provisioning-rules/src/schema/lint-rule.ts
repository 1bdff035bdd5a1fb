import type { FindingList } from './finding';
import type { JobSettings } from './job-settings';
import type { ObjectMapping, SynchronizationSchema } from './synchronization-schema';

/** Tells rules that have no effect. */
export function lintRule({ synchronizationRules }: SynchronizationSchema, findings: FindingList): void {
  synchronizationRules.slice(1).forEach(({ name }, index) => {
    findings.warning(`synchronizationRules[${index + 1}]`, `${name} is not applied: only the first rule is`);
  });
}

/** Tells actions that are switched off although others need them (entra-provisioning.md §2.4). */
export function lintObjectMapping(
  mapping: ObjectMapping,
  path: string,
  settings: JobSettings,
  findings: FindingList,
): void {
  const allowed = mapping.flowTypes.split(',').map((each) => each.trim());
  if (mapping.sourceObjectName !== 'User') return;
  if (!allowed.includes('Update') && settings.outOfScopeAction === 'disable') {
    findings.warning(`${path}.flowTypes`, 'Without Update nobody is disabled either: disabling is an update');
  }
  if (!allowed.includes('Delete') && settings.outOfScopeAction === 'delete') {
    findings.warning(`${path}.flowTypes`, 'Without Delete the OutOfScopeAction "delete" deletes nobody');
  }
}
