import type { DesiredValues } from '@waybill/contracts';

/** What specs look at of what the connector told of a change. */
export interface Told {
  readonly changeId: string;
  readonly code?: string;
  readonly reason?: string;
  readonly samanageId?: number | null;
  readonly applied?: object | null;
  readonly differences?: readonly object[];
  readonly remarks?: readonly { readonly code: string }[];
  readonly steps?: readonly { readonly name: string; readonly description: string }[];
}

/** What the rules would say of a person, with some values more. */
export function wantedOf(person: number, more: DesiredValues['values']): DesiredValues {
  const values = { email: `p${person}@contoso.com`, name: `Person ${person}`, role: 'Requester', ...more };
  const matching = [{ attribute: 'email', value: values.email }];
  return { values, onCreation: {}, ifEmpty: {}, alwaysSent: [], matching, redacted: [] };
}
