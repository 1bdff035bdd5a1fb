import { isRecord } from './json-value';

/** How a role stands in a default value, as Azure AD writes an app role (entra-provisioning.md §1.1). */
export const roleDefaultFormat = '{"displayName":"Requester"}';

/** The name of the role in a mapping's default value; undefined for a text that is not of that form. */
export function roleInDefault(defaultValue: string): string | undefined {
  try {
    const read: unknown = JSON.parse(defaultValue);
    if (!isRecord(read) || typeof read['displayName'] !== 'string') return undefined;
    return read['displayName'].trim() === '' ? undefined : read['displayName'];
  } catch {
    return undefined;
  }
}
