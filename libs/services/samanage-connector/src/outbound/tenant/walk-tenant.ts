import type { TenantRead } from '@waybill/contracts';
import { newId } from '@waybill/event-log';
import { isRealGroup } from '../../domain/group/group-values';
import { type SamanageRecord, textIn } from '../../domain/values';
import type { Calls } from '../api/calls';
import { pagesOf } from '../api/records';

/** Every user and group of a Samanage account, each once. */
export interface Tenant {
  readonly users: readonly SamanageRecord[];
  readonly groups: readonly SamanageRecord[];
}

/** A list whose rows moved while it was read is walked through again, but not for ever. */
const mostWalks = 3;

/**
 * Reads all users and groups, page by page (samanage-api.md §2.6). Rows move between pages when names change meanwhile
 * (§8.9), so a record may come twice or not at all: as long as fewer have come than Samanage says there are, the pages
 * are walked through again. What is still missing then is found by look-ups, or by a refused create.
 *
 * @throws SamanageFailure when a call does not succeed
 */
export async function walkTenant(calls: Pick<Calls, 'read'>): Promise<Tenant> {
  return { users: await allOf(calls, 'user'), groups: (await allOf(calls, 'group')).filter(isRealGroup) };
}

async function allOf(calls: Pick<Calls, 'read'>, resource: 'user' | 'group'): Promise<SamanageRecord[]> {
  const found = new Map<number, SamanageRecord>();
  for (let walk = 1; walk <= mostWalks; walk += 1) {
    let total: number | undefined;
    for await (const page of pagesOf(calls, resource)) {
      for (const record of page.records) found.set(record.id, record);
      total = page.total;
    }
    if (total === undefined || found.size >= total) break;
  }
  return [...found.values()];
}

/** As many records as one event tells. */
const recordsAtOnce = 1_000;

/** What the log is told of a walk, in parts that each fit into an event; the last one makes it whole. */
export function tenantParts({ users, groups }: Tenant, at: string): TenantRead['data'][] {
  const parts = Math.max(1, Math.ceil(Math.max(users.length, groups.length) / recordsAtOnce));
  const readId = newId();
  return Array.from({ length: parts }, (_, index) => ({
    readId,
    part: index + 1,
    parts,
    at,
    users: partOf(users, index).map(({ id, email, name, disabled }) => ({
      id,
      email: textIn(email) ?? '',
      name: textIn(name) ?? '',
      disabled: disabled === true,
    })),
    groups: partOf(groups, index).map(({ id, name }) => ({ id, name: textIn(name) ?? '' })),
  }));
}

const partOf = <Row>(rows: readonly Row[], index: number): Row[] =>
  rows.slice(index * recordsAtOnce, (index + 1) * recordsAtOnce);
