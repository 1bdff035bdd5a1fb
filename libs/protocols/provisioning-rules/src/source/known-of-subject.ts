import type { Value } from '../expression/value';
import { plainText } from './plain-text';
import { compileScimPath } from './scim-path';
import type { Subject } from './subject';

const active = compileScimPath('active');

/** Whether the directory calls him inactive; a client that never sends `active` means true. */
export const isInactive = ({ resource }: Pick<Subject, 'resource'>): boolean => {
  const value = active(resource);
  return value === false || plainText(value).toLowerCase() === 'false';
};

/** Of an inactive user nothing: `active` is false for unassigned, disabled and soft-deleted users alike. */
export const accountEnabled = (subject: Subject): Value => (isInactive(subject) ? null : 'True');

/** Computed as in Azure AD (entra-provisioning.md §2.5). */
export const isSoftDeleted = ({ entitled }: Subject): Value => (entitled ? 'False' : 'True');

/** Whether a text looks like an object id of Azure AD's. */
export const isGuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
