import type { ChangeAbandoned, ConnectorChangeAbandoned, ConnectorChangeParked, Step } from '@waybill/contracts';
import type { ProvisioningAction, ProvisioningStep } from '@waybill/graph';
import { adminSteps } from './admin-words';
import type { ChangeParts } from './change-course';
import { receivedSteps } from './received-change';
import { refusedStep } from './refused-request';
import { nothingCameOf, supersededStep } from './skipped-steps';
import type { ToldEvent } from './telling';
import { membersSteps } from './written-members';

/**
 * From Azure AD's push to Samanage's answer: received, allowed, scoped, matched, mapped, applied; `at` is when the event
 * was recorded.
 */
export function stepsOf(event: ToldEvent, parts: ChangeParts, at: string): ProvisioningStep[] {
  if (event.type === 'directory.request-refused') return [refusedStep(event.data)];
  const own = 'steps' in event.data ? event.data.steps : [];
  const decided = event.type.startsWith('mapping.') ? [] : (parts.decision?.steps ?? []);
  // What was held back was not allowed yet.
  const released = event.type === 'mapping.change-staged' ? [] : releasedSteps(parts);
  return [
    ...receivedSteps(parts),
    ...released,
    ...decided.map(inGraphsWords),
    ...adminSteps(parts.words ?? [], at),
    ...own.map(inGraphsWords),
    ...lastSteps(event, parts),
  ];
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

type Told<Type extends ToldEvent['type']> = Extract<ToldEvent, { type: Type }>;
type LastStep<Type extends ToldEvent['type']> = (event: Told<Type>, parts: ChangeParts) => ProvisioningStep[];

/** The step that an event itself is, where it does not tell it in steps of its own. */
const lastStepOf: { readonly [Type in ToldEvent['type']]?: LastStep<Type> } = {
  'samanage.change-superseded': ({ data }) => [supersededStep(data.supersededBy)],
  'mapping.change-superseded': ({ data }) => [supersededStep(data.supersededBy)],
  'samanage.change-parked': ({ data }) => [failedStep(data)],
  'mapping.change-staged': ({ data }) => [stagedStep(data.action, data.reason)],
  'samanage.change-abandoned': ({ data }) => [abandonedStep(abandonedBecause(data), data.abandonedBy)],
  'mapping.change-abandoned': ({ data }) => [abandonedStep(abandonedBecause(data), data.abandonedBy)],
  'samanage.members-updated': (event, { memberships }) => membersSteps(event, memberships),
  'samanage.members-unchanged': (event) => membersSteps(event),
  'samanage.members-skipped': (event) => membersSteps(event),
};

const lastSteps = <Type extends ToldEvent['type']>(event: Told<Type>, parts: ChangeParts): ProvisioningStep[] =>
  lastStepOf[event.type]?.(event, parts) ?? nothingCameOf(event);

/** Who gave a change up, and why: what the deletion brake held back is rejected, what could not be applied given up. */
export const abandonedBecause = (data: (ChangeAbandoned | ConnectorChangeAbandoned)['data']): string =>
  `${'version' in data ? 'Given up' : 'Rejected'} by ${data.abandonedBy}: ${data.reason}`;

const exports: Readonly<Partial<Record<ProvisioningAction, string>>> = {
  create: 'EntryExportAdd',
  disable: 'EntryExportUpdateSoftDelete',
  delete: 'EntryExportDelete',
};

const failedStep = ({ action, reason, attempts, nextAttemptAt }: ConnectorChangeParked['data']): ProvisioningStep => ({
  name: exports[action] ?? 'EntryExportUpdate',
  provisioningStepType: 'export',
  status: 'failure',
  description: reason,
  details: { Attempts: String(attempts), NextAttempt: nextAttemptAt },
});

const stagedStep = (action: ProvisioningAction, reason: string): ProvisioningStep => ({
  name: 'EntrySynchronizationStage',
  provisioningStepType: 'processing',
  status: 'warning',
  description: `The ${action} waits for an admin: ${reason}`,
  details: { StagedAction: action },
});

const abandonedStep = (description: string, by: string): ProvisioningStep => ({
  name: 'EntrySynchronizationAbandon',
  provisioningStepType: 'processing',
  status: 'failure',
  description,
  details: { AbandonedBy: by },
});
