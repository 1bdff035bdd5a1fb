import type { Step } from '@waybill/contracts';
import type { ProvisioningStep } from '@waybill/graph';
import type { ToldEvent } from './telling';

/** The step of a change of which nothing came (entra-provisioning.md §6.5). */
export const skippedStep = (
  skipReason: string,
  description: string,
  details: Step['details'] = {},
): ProvisioningStep => ({
  name: 'EntrySynchronizationSkip',
  provisioningStepType: 'export',
  status: 'skipped',
  description,
  details: { SkipReason: skipReason, ...details },
});

export const supersededStep = (by: string): ProvisioningStep =>
  skippedStep('Superseded', `A newer change of the same subject, ${by}, replaced this one`, { SupersededBy: by });

type Reason = readonly [skipReason: string, description: string];

const reasons: Readonly<Partial<Record<ToldEvent['type'], Reason>>> = {
  'mapping.change-unchanged': ['RedundantExport', 'What is wanted is what was applied already'],
  'samanage.group-unchanged': ['RedundantExport', 'The group was as desired already'],
  'samanage.group-skipped': ['NotEffectivelyEntitled', 'There is no group, and none is wanted'],
  'samanage.members-unchanged': ['RedundantExport', 'The members were as desired already'],
  'samanage.members-skipped': ['NotEffectivelyEntitled', 'The members of the group are not written'],
};

/** Why nothing came of a change, unless the event's own steps say so; none where something came of it. */
export function nothingCameOf({ type, data }: ToldEvent, details: Step['details'] = {}): ProvisioningStep[] {
  const reason = reasons[type];
  const isSaid = 'steps' in data && data.steps.some((step) => step.details['SkipReason']);
  return reason && !isSaid ? [skippedStep(...reason, details)] : [];
}
