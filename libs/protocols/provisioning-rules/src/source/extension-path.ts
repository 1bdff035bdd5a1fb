/** Path of a member of the enterprise extension (RFC 7643 §4.3). */
export const enterprisePath = (name: string): string =>
  `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:${name}`;

/**
 * Path of a member of our own extension: a job maps to it what Azure AD has and no SCIM schema carries. The form is the
 * one that Azure AD asks of custom extensions (entra-provisioning.md §3.2).
 */
export const waybillPath = (object: 'User' | 'Group', name: string): string =>
  `urn:ietf:params:scim:schemas:extension:waybill:2.0:${object}:${name}`;
