/** A user as Azure AD holds him (entra-provisioning.md §3.6); null is unassigned. */
export interface Person {
  readonly objectId: string;
  readonly userPrincipalName: string;
  readonly mailNickname: string;
  readonly mail: string | null;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly jobTitle: string | null;
  readonly department: string | null;
  readonly physicalDeliveryOfficeName: string | null;
  readonly telephoneNumber: string | null;
  readonly mobile: string | null;
  readonly employeeId: string | null;
  /** objectId of the manager. */
  readonly manager: string | null;
  readonly accountEnabled: boolean;
  readonly appRoleAssignments: readonly AppRole[];
  /** Purged from the recycle bin: gone for good. */
  readonly purged?: boolean;
}

export interface AppRole {
  readonly id: string;
  readonly displayName: string;
  readonly value: string | null;
}

/** Whether a person is provisioned, and if not, why, in Azure AD's words. */
export type Entitlement = { readonly entitled: true } | { readonly entitled: false; readonly reason: string };

/**
 * The scope of the application is *assigned*: active people with a role other than Default Access
 * (entra-provisioning.md §2.4, §6.5).
 */
export function entitlementOf({ accountEnabled, appRoleAssignments }: Person): Entitlement {
  const because = (why: string): Entitlement => ({ entitled: false, reason: `NotEffectivelyEntitled: ${why}` });
  if (!accountEnabled) return because('IsActive False, the account is disabled');
  if (appRoleAssignments.length === 0) return because('Assigned False, the person has no role');
  if (appRoleAssignments.every(({ value }) => value === null)) return because('the only role is Default Access');
  return { entitled: true };
}
