import { badRequest, type Resource, type ResourceType, uniqueValues, type Value } from '@waybill/scim';

/** Bytes of a value that no other resource may have; an entry of an index ends somewhat above. */
const longestUnique = 2_000;
/** Values of one attribute. Every PATCH of it compares them all, and others wait for it. */
export const mostElements = 1_000;
/** Bytes of a resource as JSON: with its event it must fit into one message. */
const largestResource = 500_000;

/**
 * Refuses a resource that the store could not hold, or could not change quickly.
 *
 * @throws ScimError `invalidValue` that names the attribute and its limit
 */
export function assertStorable(type: ResourceType, resource: Resource): void {
  for (const { path, value } of uniqueValues(type, resource)) {
    if (Buffer.byteLength(value) <= longestUnique) continue;
    throw badRequest('invalidValue', `"${path}" may have ${longestUnique} bytes.`);
  }
  assertFewElements(resource, '');
  if (JSON.stringify(resource).length > largestResource) {
    throw badRequest('invalidValue', `A resource may have ${largestResource} characters.`);
  }
}

function assertFewElements(holder: Resource, prefix: string): void {
  for (const [name, value] of Object.entries(holder)) {
    if (isList(value) && value.length > mostElements) {
      throw badRequest('invalidValue', `"${prefix}${name}" may have ${mostElements} values.`);
    }
    if (isPart(value)) assertFewElements(value, `${name}:`);
  }
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** An extension, or a single complex value. */
const isPart = (value: Value): value is Resource => typeof value === 'object' && value !== null && !isList(value);
