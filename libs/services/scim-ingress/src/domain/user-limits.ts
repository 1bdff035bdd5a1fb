import { badRequest, type Resource, type Value } from '@waybill/scim';
import { lookupKeys } from './directory-user';

/** Bytes of a value that users are looked up by; an entry of an index ends somewhat above. */
const longestKey = 2_000;
/** Values of one attribute. Every PATCH of it compares them all, and others wait for it. */
const mostElements = 1_000;

/**
 * Refuses a user whom the store could not hold, or could not change quickly.
 *
 * @throws ScimError `invalidValue` that names the attribute and its limit
 */
export function assertStorable(resource: Resource): void {
  for (const [name, value] of Object.entries(lookupKeys(resource))) {
    if (typeof value !== 'string' || Buffer.byteLength(value) <= longestKey) continue;
    throw badRequest('invalidValue', `"${name}" may have ${longestKey} bytes.`);
  }
  for (const [name, value] of Object.entries(resource)) {
    if (!isList(value) || value.length <= mostElements) continue;
    throw badRequest('invalidValue', `"${name}" may have ${mostElements} values.`);
  }
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
