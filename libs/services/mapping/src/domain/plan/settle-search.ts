import type { KnownTenant } from './known-tenant';
import { type PlannedChange, planned } from './planned-change';

/**
 * Says of somebody without a link whether he would be created or linked, looking for him as the connector does: by each
 * matching attribute in turn, the first that finds anybody deciding; more than one is never guessed (product.md: no
 * duplicate accounts).
 *
 * @param tenant whom Samanage has among those that were looked for; null where that is not known, and then it is not said
 */
export function settleSearch({ search, ...change }: PlannedChange, tenant: KnownTenant | null): PlannedChange {
  if (!search || !tenant) return change;
  for (const match of search.matching) {
    const [found, ...others] = tenant.found(match);
    if (others.length > 0) return ambiguous(others.length + 1, match.attribute);
    if (found) return search.onOne(found);
  }
  return search.onNone;
}

const ambiguous = (many: number, attribute: string): PlannedChange =>
  planned('park', [], `DuplicateTargetEntries: ${many} of Samanage have the same ${attribute}, by which it is matched`);
