import type { Step } from '@waybill/contracts';
import type { ProvisioningAction, ProvisioningStep } from '@waybill/graph';
import type { ChangeParts } from './change-course';
import { receivedSteps } from './received-change';
import { refusedStep } from './refused-request';
import type { ToldEvent } from './telling';

/** From Azure AD's push to Samanage's answer: received, allowed, scoped, matched, mapped, applied. */
export function stepsOf(event: ToldEvent, parts: ChangeParts): ProvisioningStep[] {
  if (event.type === 'directory.request-refused') return [refusedStep(event.data)];
  const own = 'steps' in event.data ? event.data.steps : [];
  const decided = event.type.startsWith('mapping.') ? [] : (parts.decision?.steps ?? []);
  // What was held back was not allowed yet.
  const released = event.type === 'mapping.change-staged' ? [] : releasedSteps(parts);
  return [...receivedSteps(parts), ...released, ...[...decided, ...own].map(inGraphsWords), ...lastSteps(event)];
}

const inGraphsWords = ({ name, type, status, description, details }: Step): ProvisioningStep => ({
  name,
  provisioningStepType: type,
  status,
  description,
  details,
});

const releasedSteps = ({ released }: ChangeParts): ProvisioningStep[] =>
  released
    ? [
        {
          name: 'EntrySynchronizationRelease',
          provisioningStepType: 'processing',
          status: 'success',
          description: `Allowed by ${released.by}`,
          details: { ReleasedBy: released.by, ReleasedAt: released.at },
        },
      ]
    : [];

/** The step that the event itself is, where it does not tell it in steps of its own. */
function lastSteps({ type, data }: ToldEvent): ProvisioningStep[] {
  switch (type) {
    case 'samanage.change-superseded':
    case 'mapping.change-superseded':
      return [supersededStep(data.supersededBy)];
    case 'samanage.group-skipped':
      return [skippedStep('GroupsNotWritten', 'This release writes accounts alone, and no groups')];
    case 'mapping.change-unchanged':
      return [skippedStep('RedundantExport', 'What is wanted is what was applied already')];
    case 'samanage.change-parked':
      return [
        failedStep(data.action, data.reason, { Attempts: String(data.attempts), NextAttempt: data.nextAttemptAt }),
      ];
    case 'mapping.change-staged':
      return [stagedStep(data.action, data.reason)];
    case 'mapping.change-abandoned':
      return [abandonedStep(data.abandonedBy, data.reason)];
    default:
      return [];
  }
}

const skippedStep = (skipReason: string, description: string, details: Step['details'] = {}): ProvisioningStep => ({
  name: 'EntrySynchronizationSkip',
  provisioningStepType: 'export',
  status: 'skipped',
  description,
  details: { SkipReason: skipReason, ...details },
});

const supersededStep = (by: string): ProvisioningStep =>
  skippedStep('Superseded', `A newer change of the same subject, ${by}, replaced this one`, { SupersededBy: by });

const exports: Readonly<Partial<Record<ProvisioningAction, string>>> = {
  create: 'EntryExportAdd',
  disable: 'EntryExportUpdateSoftDelete',
  delete: 'EntryExportDelete',
};

const failedStep = (action: ProvisioningAction, reason: string, details: Step['details']): ProvisioningStep => ({
  name: exports[action] ?? 'EntryExportUpdate',
  provisioningStepType: 'export',
  status: 'failure',
  description: reason,
  details,
});

const stagedStep = (action: ProvisioningAction, reason: string): ProvisioningStep => ({
  name: 'EntrySynchronizationStage',
  provisioningStepType: 'processing',
  status: 'warning',
  description: `The ${action} waits for an admin: ${reason}`,
  details: { StagedAction: action },
});

const abandonedStep = (by: string, reason: string): ProvisioningStep => ({
  name: 'EntrySynchronizationAbandon',
  provisioningStepType: 'processing',
  status: 'failure',
  description: `Rejected by ${by}: ${reason}`,
  details: { AbandonedBy: by },
});
