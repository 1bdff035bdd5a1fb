/** The shapes of Microsoft Graph's provisioning log (entra-provisioning.md §6.2). */

export type ProvisioningAction = 'create' | 'update' | 'delete' | 'stageddelete' | 'disable' | 'other';
export type ProvisioningStatus = 'success' | 'failure' | 'skipped' | 'warning';

export interface ProvisionedIdentity {
  readonly id: string;
  readonly displayName: string;
  readonly identityType: string;
  readonly details: Readonly<Record<string, string>>;
}

export interface ProvisioningSystem {
  readonly id: string;
  readonly displayName: string;
  readonly details: Readonly<Record<string, string>>;
}

export interface ProvisioningErrorInfo {
  readonly errorCode: string;
  readonly reason: string;
  readonly additionalDetails: string | null;
  readonly errorCategory: 'failure' | 'nonServiceFailure' | 'success';
  readonly recommendedAction: string | null;
}

export interface ProvisioningStep {
  readonly name: string;
  readonly provisioningStepType: string;
  readonly status: ProvisioningStatus;
  readonly description: string;
  readonly details: Readonly<Record<string, string>>;
}

export interface ModifiedProperty {
  readonly displayName: string;
  readonly oldValue: string | null;
  readonly newValue: string | null;
}

/** One object that was processed once. */
export interface ProvisioningObjectSummary {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly activityDateTime: string;
  readonly tenantId: string;
  readonly jobId: string;
  readonly cycleId: string;
  readonly changeId: string;
  readonly provisioningAction: ProvisioningAction;
  readonly durationInMilliseconds: number;
  readonly initiatedBy: { readonly id: string; readonly displayName: string; readonly initiatorType: string };
  readonly servicePrincipal: { readonly id: string; readonly displayName: string };
  readonly sourceSystem: ProvisioningSystem;
  readonly targetSystem: ProvisioningSystem;
  readonly sourceIdentity: ProvisionedIdentity;
  readonly targetIdentity: ProvisionedIdentity;
  readonly provisioningStatusInfo: {
    readonly status: ProvisioningStatus;
    readonly errorInformation: ProvisioningErrorInfo | null;
  };
  readonly provisioningSteps: readonly ProvisioningStep[];
  readonly modifiedProperties: readonly ModifiedProperty[];
}
