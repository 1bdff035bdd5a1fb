import type { DesiredValues, GroupDesired } from '@waybill/contracts';

/** What specs look at of what the connector told of a change. */
export interface Told {
  readonly added?: number;
  readonly removed?: number;
  readonly waiting?: number;
  readonly changeId: string;
  readonly code?: string;
  readonly reason?: string;
  readonly samanageId?: number | null;
  readonly applied?: object | null;
  readonly differences?: readonly object[];
  readonly remarks?: readonly { readonly code: string }[];
  readonly steps?: readonly { readonly name: string; readonly description: string }[];
}

/** What specs look at of what the connector told of the job as a whole. */
export interface ToldOfJob {
  readonly code?: string;
  readonly how?: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly request?: { readonly method: string; readonly path: string; readonly status: number | null } | null;
  readonly seriesCount?: number;
  readonly slot?: string;
}

/** What the rules would say of a person, with some values more. */
export function wantedOf(person: number, more: DesiredValues['values']): DesiredValues {
  const values = { email: `p${person}@contoso.com`, name: `Person ${person}`, role: 'Requester', ...more };
  const matching = [{ attribute: 'email', value: values.email }];
  return { values, onCreation: {}, ifEmpty: {}, alwaysSent: [], matching, redacted: [] };
}

/** How a group is wanted, where that differs from the usual. */
export interface WantedGroup {
  readonly presence?: GroupDesired['data']['presence'];
  readonly allowed?: Partial<GroupDesired['data']['allowed']>;
  readonly name?: string;
}

/** Persons by their numbers; a total makes it a snapshot. */
export interface WantedMembers {
  readonly added?: readonly number[];
  readonly removed?: readonly number[];
  readonly total?: number;
}

/** What the rules would say of a group. */
export function groupWanted(values: DesiredValues['values']): DesiredValues {
  const matching = [{ attribute: 'name', value: values.name ?? '' }];
  return { values, onCreation: {}, ifEmpty: {}, alwaysSent: [], matching, redacted: [] };
}
