import type { Group } from '../directory/group';

const core = 'urn:ietf:params:scim:schemas:core:2.0:Group';
/** Azure AD still names it (scim.md §1.3 row 10). */
const legacy = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';

/** The default attribute mappings of a group, without its members (entra-provisioning.md §3.6). */
export const groupAttributes = ({ objectId, displayName }: Group) => ({ displayName, externalId: objectId });

/** The body of a POST: a group is created empty (scim.md §1.3 row 10). */
export function createGroupBody({ objectId, displayName }: Group): object {
  return { schemas: [core, legacy], externalId: objectId, displayName, meta: { resourceType: 'Group' } };
}
