/** A group as Azure AD holds it (entra-provisioning.md §3.6, §2.10); null is unassigned. */
export interface Group {
  readonly objectId: string;
  readonly displayName: string;
  readonly description: string | null;
  /** objectIds of its direct members: users, or groups nested in it. */
  readonly members: readonly string[];
  /** Purged from the recycle bin: gone for good. */
  readonly purged?: boolean;
}
