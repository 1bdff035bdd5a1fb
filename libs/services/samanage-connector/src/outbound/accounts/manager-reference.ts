import type { Remark, Step } from '@waybill/contracts';
import { unresolvedReference } from '../../domain/account/account';
import type { AccountValues } from '../../domain/account/account-members';
import type { AccountLink } from '../../read-models/account-links/account-links';

/** A manager, as far as he is known at Samanage. */
export interface ManagerReference {
  /** His e-mail address, null for nobody, undefined where nothing can be said. */
  readonly email: string | null | undefined;
  /** His directory id, null for nobody. */
  readonly userId: string | null;
  /** The same, while he has no account. */
  readonly waitsFor: string | null;
  readonly remark?: Remark;
  readonly step?: Step;
}

export const noReference: ManagerReference = { email: undefined, userId: null, waitsFor: null };

/**
 * References leave mapping as directory ids, and only the connector resolves them. A manager without an account is a
 * remark; he is written when he gets one (architecture §1).
 *
 * @param userId null for nobody, undefined where nothing is said of a manager
 */
export function resolveManager(
  userId: string | null | undefined,
  links: ReadonlyMap<string, AccountLink>,
): ManagerReference {
  if (userId === undefined || userId === null) return { ...noReference, email: userId };
  const link = links.get(userId);
  const email = link?.samanageId === null ? undefined : link?.applied?.email;
  if (email) return { email, userId, waitsFor: null };
  const text = `The manager has no account yet; he is written when he gets one.`;
  return {
    email: undefined,
    userId,
    waitsFor: userId,
    remark: { code: unresolvedReference, field: 'reports_to', text },
    step: {
      name: 'EntryReferenceResolution',
      type: 'referenceResolution',
      status: 'warning',
      description: text,
      details: { reports_to: userId },
    },
  };
}

/**
 * For whom an account waits: a manager without an account, or one whose address Samanage did not know. That may be the
 * address he had before, whose change is on its way; he is written when another one is known.
 */
export const waitsForOf = ({ waitsFor, userId }: ManagerReference, notTakenOver: AccountValues): string | null =>
  waitsFor ?? (notTakenOver.reports_to ? userId : null);
