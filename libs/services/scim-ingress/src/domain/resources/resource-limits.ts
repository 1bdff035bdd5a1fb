import { badRequest, type Resource, type Value } from '@waybill/scim';

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
export function assertStorable(resource: Resource): void {
  assertFewElements(resource, '');
  if (JSON.stringify(resource).length > largestResource) {
    throw badRequest('invalidValue', `A resource may have ${largestResource} characters.`);
  }
}

/**
 * Refuses unique values that are too long to be looked up.
 *
 * @param unique each as `path:value`
 * @throws ScimError `invalidValue` that names the attribute and its limit
 */
export function assertIndexable(unique: readonly string[]): void {
  const long = unique.find((each) => Buffer.byteLength(each) > longestUnique);
  if (long === undefined) return;
  throw badRequest('invalidValue', `"${long.slice(0, long.lastIndexOf(':', 200))}" may have ${longestUnique} bytes.`);
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
