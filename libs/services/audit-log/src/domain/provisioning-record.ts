import type { ProvisioningObjectSummary } from '@waybill/graph';
import type { ChangeParts } from './change-course';
import { redacted } from './redaction';
import { subjectOf, type Telling, tellingOf, type ToldEvent } from './telling';
import { errorOf } from './told-error';
import { stepsOf } from './told-steps';
import { modifiedMembers } from './written-members';

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
  const telling = tellingOf(event) ?? { status: 'success', action: 'other', outcome: null };
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
    provisioningSteps: stepsOf(event, parts, at),
    modifiedProperties: modifiedBy(event, telling, parts),
  };
}

/** Members are told once their change has ended: what is told of an obstacle does not change by what came later. */
function modifiedBy(
  event: ToldEvent,
  { outcome }: Telling,
  { memberships }: ChangeParts,
): ProvisioningObjectSummary['modifiedProperties'] {
  const differences = 'differences' in event.data ? event.data.differences : [];
  return [
    ...differences.map(({ name, oldValue, newValue }) => ({ displayName: name, oldValue, newValue })),
    ...(outcome === null ? [] : modifiedMembers(memberships)),
  ];
}
