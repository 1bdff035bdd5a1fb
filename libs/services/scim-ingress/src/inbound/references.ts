import type { Attribute, Resource, ResourceType, Value } from '@waybill/scim';

interface Addresses {
  /** Where the job's endpoints are. */
  readonly base: string;
  readonly types: readonly ResourceType[];
}

/**
 * Fills in the `$ref` of values that name another resource, such as a manager: it is the server's to know
 * (RFC 7643 §4.3).
 */
export function withReferences(type: ResourceType, resource: Resource, addresses: Addresses): Resource {
  let filled = resource;
  for (const { extension, attribute, endpointOf } of referencesIn(type)) {
    const holder = (extension ? filled[extension] : filled) as Resource | undefined;
    const value = holder?.[attribute.name];
    const endpoint = endpointOf(addresses.types);
    if (!holder || value === undefined || endpoint === undefined) continue;
    const told = { ...holder, [attribute.name]: withReference(value, `${addresses.base}${endpoint}`) };
    filled = extension ? { ...filled, [extension]: told } : told;
  }
  return filled;
}

function withReference(value: Value, address: string): Value {
  const id = (value as Resource).value;
  return typeof id === 'string' ? { ...(value as Resource), $ref: `${address}/${encodeURIComponent(id)}` } : value;
}

interface Reference {
  readonly extension: string | undefined;
  readonly attribute: Attribute;
  readonly endpointOf: (types: readonly ResourceType[]) => string | undefined;
}

const known = new WeakMap<ResourceType, readonly Reference[]>();

function referencesIn(type: ResourceType): readonly Reference[] {
  const before = known.get(type);
  if (before) return before;
  const found = [
    ...referencesAmong(type.schema.attributes, undefined),
    ...type.schemaExtensions.flatMap(({ schema }) => referencesAmong(schema.attributes, schema.id)),
  ];
  known.set(type, found);
  return found;
}

/** Single complex attributes with a `value` and a `$ref` that the server fills in. */
const referencesAmong = (attributes: readonly Attribute[], extension: string | undefined): Reference[] =>
  attributes.flatMap((attribute) => {
    const reference = attribute.subAttributes.find(({ name }) => name === '$ref');
    if (attribute.multiValued || reference?.mutability !== 'readOnly') return [];
    const [typeName] = reference.referenceTypes;
    return [{ extension, attribute, endpointOf: (types) => types.find(({ name }) => name === typeName)?.endpoint }];
  });
