import type { ChangeReceived, GroupChangeReceived } from '@waybill/contracts';
import { valuesOf } from '../../domain/account/account-members';
import { referencesOf } from '../../domain/account/desired-account';
import { accountWanted, groupWanted } from '../../domain/drift';
import { groupValuesOf } from '../../domain/group/group-values';
import type { SamanageRecord, Values } from '../../domain/values';
import type { AccountLink } from '../../read-models/account-links/account-links';
import type { ComparedSubject } from '../../read-models/reconciliations/compared-subjects';
import { resolveManager } from '../accounts/manager-reference';

type Links = ReadonlyMap<string, AccountLink>;

/** How an account or group looks at Samanage, and what the rules set of it. */
export interface Looked {
  /** Null where it is gone. */
  readonly actual: Values | null;
  /** Null where the rules do not want it to be there. */
  readonly wanted: Values | null;
}

/**
 * Reads a record beside what the rules want of it.
 *
 * @param record undefined for one that is gone
 * @param links of those whom accounts refer to
 */
export const lookedAt = (subject: ComparedSubject, record: SamanageRecord | undefined, links: Links): Looked =>
  subject.type === 'User' ? account(subject.newest, record, links) : group(subject.newest, record);

function account(newest: ChangeReceived['data'] | null, record: SamanageRecord | undefined, links: Links): Looked {
  const actual = record ? valuesOf(record) : null;
  const reportsTo = Number((record?.reports_to as { readonly id?: unknown } | null | undefined)?.id);
  const managerOf = (userId: string | null | undefined) => {
    // An address that has changed at Samanage still names the same manager.
    const isHe = userId && links.get(userId)?.samanageId === reportsTo;
    return isHe ? actual?.reports_to : resolveManager(userId, links).email;
  };
  return { actual, wanted: newest && accountWanted(newest, actual ?? {}, managerOf) };
}

function group(newest: GroupChangeReceived['data'] | null, record: SamanageRecord | undefined): Looked {
  const actual = record ? groupValuesOf(record) : null;
  return { actual, wanted: newest && groupWanted(newest, actual ?? {}) };
}

/** The directory ids of those whom some accounts refer to. */
export const referencesIn = (subjects: readonly ComparedSubject[]): string[] => [
  ...new Set(
    subjects.flatMap(({ type, newest }) => (type === 'User' && newest?.account ? referencesOf(newest.account) : [])),
  ),
];
