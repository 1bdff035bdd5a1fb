import type { Remark } from '@waybill/contracts';
import { sameValue, type Values } from '../../domain/values';

/** What is wanted of the account whose token we use, without what would take its rights (samanage-api.md §8.8). */
export function sparingRights(
  desired: Values,
  actual: Values,
): { readonly desired: Values; readonly remarks: readonly Remark[] } {
  const { role, disabled, ...rest } = desired;
  const demotes = role !== undefined && !sameValue('role', role, actual.role ?? null);
  const kept = {
    ...rest,
    ...(demotes ? {} : role !== undefined && { role }),
    ...(disabled !== 'true' && { disabled }),
  };
  if (!demotes) return { desired: kept, remarks: [] };
  const text = 'The account owns the token of this job, and its role is not changed.';
  return { desired: kept, remarks: [{ code: 'TokenOwner', field: 'role', text }] };
}
