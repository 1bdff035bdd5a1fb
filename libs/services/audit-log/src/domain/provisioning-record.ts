import {
  type ProvisioningErrorInfo,
  type ProvisioningObjectSummary,
  type ProvisioningStatus,
  recommendedActions,
} from '@waybill/graph';
import type { ChangeParts } from './change-course';
import { redacted } from './redaction';
import { refusalCode, refusalDetails } from './refused-request';
import { subjectOf, type ToldEvent, tellingOf } from './telling';
import { stepsOf } from './told-steps';

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
export function provisioningRecord({ id, at, event: told, parts, job }: ToldRecord): ProvisioningObjectSummary {
  const event = redacted(told, parts.decision?.redacted ?? []);
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
  if (type === 'mapping.change-abandoned') {
    return errorInfo('Abandoned', `Rejected by ${data.abandonedBy}: ${data.reason}`, null, 'failure');
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
