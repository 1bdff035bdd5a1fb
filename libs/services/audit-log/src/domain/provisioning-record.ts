import type { Step } from '@waybill/contracts';
import {
  type ProvisioningAction,
  type ProvisioningErrorInfo,
  type ProvisioningObjectSummary,
  type ProvisioningStatus,
  type ProvisioningStep,
  recommendedActions,
} from '@waybill/graph';
import { type ReceivedParts, receivedSteps } from './received-change';
import { refusalCode, refusalDetails, refusedStep } from './refused-request';
import { subjectOf, type ToldEvent, tellingOf } from './telling';

/** What is known of a change besides the event that is told: how it began, and what was decided. */
export interface ChangeParts extends ReceivedParts {
  readonly decision?: { readonly steps: readonly Step[] };
}

/** The job a record belongs to, as the log names it. */
export interface RecordedJob {
  readonly jobId: string;
  readonly servicePrincipalId: string;
  readonly name: string;
}

export interface ToldRecord {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly event: ToldEvent;
  readonly parts: ChangeParts;
  readonly job: RecordedJob;
}

/** A record of the provisioning log in Graph's shape (entra-provisioning.md §6.6). */
export function provisioningRecord({ id, at, event, parts, job }: ToldRecord): ProvisioningObjectSummary {
  const { data } = event;
  const telling = tellingOf(event) ?? { status: 'success', action: 'other' };
  const subject = subjectOf(event);
  const { jobId, servicePrincipalId, name } = job;
  const begun = parts.directory ? Date.parse(parts.directory.at) : Date.parse(at);
  const targetId = 'samanageId' in data && data.samanageId !== null ? String(data.samanageId) : '';
  return {
    id,
    activityDateTime: at,
    // SCIM does not tell the directory's tenant; the service principal stands for it.
    tenantId: servicePrincipalId,
    jobId,
    cycleId: subject.cycleId,
    changeId: subject.changeId,
    provisioningAction: telling.action,
    durationInMilliseconds: Math.max(0, Date.parse(at) - begun),
    initiatedBy: { id: '', displayName: 'Azure AD Provisioning Service', initiatorType: 'system' },
    servicePrincipal: { id: servicePrincipalId, displayName: name },
    sourceSystem: { id: jobId, displayName: 'Azure Active Directory', details: {} },
    targetSystem: {
      id: jobId,
      displayName: 'Samanage',
      details: {
        ApplicationId: jobId,
        ServicePrincipalId: servicePrincipalId,
        ServicePrincipalDisplayName: name,
      },
    },
    sourceIdentity: {
      id: subject.id,
      displayName: subject.displayName,
      identityType: subject.type,
      details: {},
    },
    targetIdentity: {
      id: targetId,
      displayName: 'targetName' in data ? data.targetName : '',
      identityType: subject.type,
      details: {},
    },
    provisioningStatusInfo: { status: telling.status, errorInformation: errorOf(event, telling.status) },
    provisioningSteps: stepsOf(event, parts),
    modifiedProperties: modifiedBy(event),
  };
}

const modifiedBy = ({ data }: ToldEvent): ProvisioningObjectSummary['modifiedProperties'] =>
  'differences' in data
    ? data.differences.map(({ name, oldValue, newValue }) => ({ displayName: name, oldValue, newValue }))
    : [];

/** Nothing where a change succeeded or was skipped (entra-provisioning.md §6.2). */
function errorOf({ type, data }: ToldEvent, status: ProvisioningStatus): ProvisioningErrorInfo | null {
  if (type === 'samanage.change-parked' || type === 'mapping.change-parked') {
    return errorInfo(data.code, data.reason, null, 'failure');
  }
  if (type === 'directory.request-refused') {
    return errorInfo(refusalCode(data), data.reason, refusalDetails(data), 'failure');
  }
  const remarks = status === 'warning' && 'remarks' in data ? data.remarks : [];
  const [first] = remarks;
  if (!first) return null;
  const details = remarks.map(({ code, text }) => `${code}: ${text}`).join(' ');
  return errorInfo(first.code, first.text, details, 'nonServiceFailure');
}

const errorInfo = (
  errorCode: string,
  reason: string,
  additionalDetails: string | null,
  errorCategory: ProvisioningErrorInfo['errorCategory'],
): ProvisioningErrorInfo => ({
  errorCode,
  reason,
  additionalDetails,
  errorCategory,
  recommendedAction: recommendedActions[errorCode] ?? null,
});

/** From Azure AD's push to Samanage's answer: received, scoped, matched, mapped, applied. */
function stepsOf(event: ToldEvent, parts: ChangeParts): ProvisioningStep[] {
  if (event.type === 'directory.request-refused') return [refusedStep(event.data)];
  const own = 'steps' in event.data ? event.data.steps : [];
  const decided = event.type.startsWith('mapping.') ? [] : (parts.decision?.steps ?? []);
  return [
    ...receivedSteps(parts),
    ...[...decided, ...own].map(({ name, type, status, description, details }) => ({
      name,
      provisioningStepType: type,
      status,
      description,
      details,
    })),
    ...supersededStep(event),
    ...failedStep(event),
  ];
}

function supersededStep({ data }: ToldEvent): ProvisioningStep[] {
  if (!('supersededBy' in data)) return [];
  return [
    {
      name: 'EntrySynchronizationSkip',
      provisioningStepType: 'export',
      status: 'skipped',
      description: `A newer change of the user, ${data.supersededBy}, replaced this one`,
      details: { SkipReason: 'Superseded', SupersededBy: data.supersededBy },
    },
  ];
}

const exports: Readonly<Partial<Record<ProvisioningAction, string>>> = {
  create: 'EntryExportAdd',
  disable: 'EntryExportUpdateSoftDelete',
  delete: 'EntryExportDelete',
};

function failedStep({ type, data }: ToldEvent): ProvisioningStep[] {
  if (type !== 'samanage.change-parked') return [];
  return [
    {
      name: exports[data.action] ?? 'EntryExportUpdate',
      provisioningStepType: 'export',
      status: 'failure',
      description: data.reason,
      details: { Attempts: String(data.attempts), NextAttempt: data.nextAttemptAt },
    },
  ];
}
